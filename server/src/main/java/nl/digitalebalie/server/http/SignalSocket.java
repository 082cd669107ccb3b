package nl.digitalebalie.server.http;

/**
 * The sending half of one WebSocket. Thread-safe, never blocks; what is sent by one thread arrives
 * in order.
 */
public interface SignalSocket {
  /**
   * Queues one text frame. When the peer reads too slowly and more than 100 frames or 256 KB wait,
   * the socket is closed with 1013 and the frame is dropped; later sends do nothing.
   */
  Sent send(String text);

  /**
   * Sends a {@code refused} message and counts it: after 10 on one connection the socket is closed
   * with 1008 (docs/protocol.md section 1), because such a peer is broken or hostile.
   */
  Sent refuse(String text);

  /** Closes with an RFC 6455 code (7.4) and a reason of at most 123 bytes; then does nothing. */
  void close(int code, String reason);

  /** What became of a frame. */
  enum Sent {
    QUEUED,
    /** The peer does not read; this socket is closed now. */
    TOO_SLOW,
    CLOSED
  }
}
