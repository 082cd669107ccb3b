package nl.digitalebalie.server.cases;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

  public record CasePlace(String address) {
    public CasePlace {
      Objects.requireNonNull(address);
    }
  }

  /**
   * @param version as it was listed: what is shown is what was checked
   */
  public record DocumentPlace(String address, int version, Showing showing) {
    public DocumentPlace {
      Objects.requireNonNull(address);
      Objects.requireNonNull(showing);
    }
  }

  /** Whether the case system lets the resident see a document (VNG: tonenAanInitiator). */
  public enum Showing {
    RESIDENT_TOO,
    STAFF_ONLY
  }

  @Override
  public String toString() {
    return "Places[" + cases.size() + " cases, " + documents.size() + " documents]";
  }
}
