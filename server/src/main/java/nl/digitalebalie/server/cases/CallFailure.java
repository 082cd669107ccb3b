package nl.digitalebalie.server.cases;

/** A partner gave no usable answer; {@code code} holds nothing of it. */
final class CallFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  CallFailure(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
