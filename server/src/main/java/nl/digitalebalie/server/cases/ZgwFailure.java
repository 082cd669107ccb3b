package nl.digitalebalie.server.cases;

/** The case system gave no usable answer; {@code code} holds nothing of it. */
final class ZgwFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  ZgwFailure(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
