package nl.digitalebalie.server.policy;

/** One thing that is wrong with a policy file: where, as {@code purposes[1].roles}, and what. */
public record PolicyFault(String path, String problem) {
  @Override
  public String toString() {
    return path + ": " + problem;
  }
}
