package nl.digitalebalie.server.counter;

/** The counter part cannot start until a person acts; the message says what to do. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public StartFailure(String sentence) {
    super(sentence);
  }
}
