package nl.digitalebalie.server.cases;

import java.util.HashMap;
import java.util.Map;

/**
 * What a panel calls its cases and documents. An address that an earlier reading of the same panel
 * named keeps its name, so that what a client has open goes on meaning the same.
 */
final class Handles {
  private final Map<String, String> cases = new HashMap<>();
  private final Map<String, String> documents = new HashMap<>();

  Handles(Places known) {
    known.cases().forEach((handle, place) -> cases.put(place.address(), handle));
    known
        .documents()
        .forEach((handle, place) -> documents.put(key(caseOf(handle), place.address()), handle));
  }

  String ofCase(String address) {
    return cases.computeIfAbsent(address, _ -> "case-" + (cases.size() + 1));
  }

  /** The same document may hang on two cases. */
  String ofDocument(String caseHandle, String address) {
    return documents.computeIfAbsent(
        key(caseHandle, address), _ -> caseHandle + DOCUMENT + (documents.size() + 1));
  }

  private static final String DOCUMENT = "-document-";

  private static String caseOf(String documentHandle) {
    return documentHandle.substring(0, documentHandle.indexOf(DOCUMENT));
  }

  private static String key(String caseHandle, String address) {
    return caseHandle + " " + address;
  }
}
