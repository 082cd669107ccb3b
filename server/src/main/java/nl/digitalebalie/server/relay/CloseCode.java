package nl.digitalebalie.server.relay;

/** Why the relay closes a socket (RFC 6455 section 7.4). */
enum CloseCode {
  /** A newer connection with the same ticket took over (docs/protocol.md section 1). */
  REPLACED(4409),
  OVER(1000);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
