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
public record Places(Map<String, CasePlace> cases, Map<String, DocumentPlace> documents) {
  public static final Places NONE = new Places(Map.of(), Map.of());

  public Places {
    cases = Map.copyOf(cases);
    documents = Map.copyOf(documents);
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
    return new Places(allCases, allDocuments);
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
