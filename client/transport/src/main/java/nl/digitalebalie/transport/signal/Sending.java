package nl.digitalebalie.transport.signal;

/** What became of a text to send. */
public enum Sending {
  /** In the queue, in order; whether it arrives the protocol above must learn. */
  QUEUED,
  /** There is no connection now; nothing is kept, for after a reconnect it may be out of date. */
  NOT_CONNECTED,
  /** The server reads too slowly and the queue is full: dropped. */
  QUEUE_FULL,
  /** Larger than the server takes: dropped. */
  TOO_LARGE
}
