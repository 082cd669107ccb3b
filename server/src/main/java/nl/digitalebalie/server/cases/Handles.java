package nl.digitalebalie.server.cases;

import java.util.HashMap;
import java.util.Map;

/**
 * What a panel calls its cases and documents. An address that an earlier reading of the same panel
 * named keeps its name, and no name is given twice, so that what a client has open goes on meaning
 * the same.
 */
final class Handles {
  private final Map<String, String> cases = new HashMap<>();
  private final Map<String, String> documents = new HashMap<>();

  private int namedCases;
  private int namedDocuments;

  Handles(Places known) {
    namedCases = known.named().cases();
    namedDocuments = known.named().documents();
    known.cases().forEach((handle, place) -> cases.put(place.address(), handle));
    known
        .documents()
        .forEach((handle, place) -> documents.put(key(caseOf(handle), place.address()), handle));
  }

  String ofCase(String address) {
    return cases.computeIfAbsent(address, _ -> "case-" + ++namedCases);
  }

  /** The same document may hang on two cases. */
  String ofDocument(String caseHandle, String address) {
    return documents.computeIfAbsent(
        key(caseHandle, address), _ -> caseHandle + DOCUMENT + ++namedDocuments);
  }

  Places.Named named() {
    return new Places.Named(namedCases, namedDocuments);
  }

  private static final String DOCUMENT = "-document-";

  private static String caseOf(String documentHandle) {
    return documentHandle.substring(0, documentHandle.indexOf(DOCUMENT));
  }

  private static String key(String caseHandle, String address) {
    return caseHandle + " " + address;
  }
}
