package nl.digitalebalie.server.cases;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;

/**
 * Where the case system keeps what the handles of one open panel stand for. Stays on the server: a
 * client that makes up a handle reaches nothing. Dropped when the panel locks.
 */
public record Places(
    Map<String, CasePlace> cases, Map<String, DocumentPlace> documents, Named named) {
  public static final Places NONE = new Places(Map.of(), Map.of(), new Named(0, 0));

  public Places {
    cases = Map.copyOf(cases);
    documents = Map.copyOf(documents);
    Objects.requireNonNull(named);
  }

  public Optional<CasePlace> ofCase(String handle) {
    return Optional.ofNullable(cases.get(handle));
  }

  public Optional<DocumentPlace> ofDocument(String handle) {
    return Optional.ofNullable(documents.get(handle));
  }

  /** Both; a handle of the other replaces what was known of it. */
  public Places and(Places other) {
    Map<String, CasePlace> allCases = new HashMap<>(cases);
    allCases.putAll(other.cases);
    Map<String, DocumentPlace> allDocuments = new HashMap<>(documents);
    allDocuments.putAll(other.documents);
    return new Places(allCases, allDocuments, named.or(other.named));
  }

  /** The other alone; what had a name here keeps it from everything later. */
  public Places replacedBy(Places other) {
    return new Places(other.cases, other.documents, named.or(other.named));
  }

  /**
   * How many handles this panel gave away so far, also of what it shows no more. A handle that came
   * back for something else would let a client that still shows the first ask for the second.
   */
  public record Named(int cases, int documents) {
    Named or(Named other) {
      return new Named(Math.max(cases, other.cases), Math.max(documents, other.documents));
    }
  }

  /**
   * @param caseType in words, for the audit log
   */
  public record CasePlace(String address, String caseType) {
    public CasePlace {
      Objects.requireNonNull(address);
      Objects.requireNonNull(caseType);
    }
  }

  /**
   * @param version as it was listed: what is shown is what was checked
   */
  public record DocumentPlace(
      String address, int version, Showing showing, String documentType, String format) {
    public DocumentPlace {
      Objects.requireNonNull(address);
      Objects.requireNonNull(showing);
      Objects.requireNonNull(documentType);
      Objects.requireNonNull(format);
    }
  }

  @Override
  public String toString() {
    return "Places[" + cases.size() + " cases, " + documents.size() + " documents]";
  }
}
