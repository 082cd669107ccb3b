package nl.digitalebalie.demo.zgw;

import java.util.Set;

/**
 * A client as the Autorisaties component knows it: its shared secret, its scopes, the case types it
 * may read and the highest confidentiality. An empty set of case types means all of them.
 */
public record Application(
    String clientId,
    String secret,
    Set<Scope> scopes,
    Set<String> caseTypes,
    Confidentiality maximum) {

  public Application {
    scopes = Set.copyOf(scopes);
    caseTypes = Set.copyOf(caseTypes);
  }

  public enum Scope {
    READ_CASES,
    CHANGE_CASES,
    READ_CATALOGUES,
    READ_DOCUMENTS
  }

  @Override
  public String toString() {
    return "Application[" + clientId + "]"; // the secret opens every case
  }
}
