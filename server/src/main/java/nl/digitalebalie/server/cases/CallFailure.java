package nl.digitalebalie.server.cases;

/** A partner gave no usable answer; {@code code} holds nothing of it. */
public final class CallFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  public CallFailure(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** What was asked for is not there, in the partner's own words. */
  boolean isNotThere() {
    return code.equals("HTTP_404");
  }
}
