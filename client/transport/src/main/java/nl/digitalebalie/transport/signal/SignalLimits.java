package nl.digitalebalie.transport.signal;

import java.time.Duration;

/**
 * Bounds of one connection.
 *
 * @param maxIncomingBytes the largest text the server may send, in UTF-8
 * @param ping how often we ask whether the server is there; a missing answer ends the connection
 * @param lasting a connection that lived this long makes the next loss a first one
 */
public record SignalLimits(int maxIncomingBytes, Duration ping, Duration lasting) {
  /** What the server takes in one text frame (docs/protocol.md section 1). */
  public static final int MAX_OUTGOING_TEXT_BYTES = 64 * 1024;

  /** Four full texts: more waiting means that the server stopped reading. */
  public static final int MAX_OUTGOING_QUEUE_BYTES = 4 * MAX_OUTGOING_TEXT_BYTES;

  /** Beyond a full queue there is room for what must not be lost: one full text of it. */
  public static final int RESERVED_QUEUE_BYTES = MAX_OUTGOING_TEXT_BYTES;

  public SignalLimits {
    if (maxIncomingBytes < 1 || ping.isNegative() || ping.isZero() || lasting.isNegative()) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  /** For connections whose texts are small: the relay. */
  public static SignalLimits small() {
    return ofIncoming(64 * 1024);
  }

  /** For a connection that may carry larger texts, such as a panel with documents. */
  public static SignalLimits ofIncoming(int maxIncomingBytes) {
    return new SignalLimits(maxIncomingBytes, Duration.ofSeconds(10), Duration.ofSeconds(10));
  }
}
