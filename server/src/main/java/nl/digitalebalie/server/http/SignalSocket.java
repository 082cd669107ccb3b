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
   * Queues one text frame that its sender can send again. When {@link #MAX_BULK_FRAMES} of these or
   * {@link #MAX_BULK_BYTES} wait, it is dropped and the socket lives on: what a peer pours in must
   * not cost the other one their connection.
   */
  Sent sendBulk(String text);

  /** All that may be sent again at once after a gap (docs/protocol.md 3.0). */
  int MAX_BULK_FRAMES = 64;

  /** Some 40 parts of a file; a sender has 4 under way. */
  int MAX_BULK_BYTES = 2 * 1024 * 1024;

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
    /** Too much waits already, and this frame was dropped. */
    DROPPED,
    CLOSED
  }
}
