package nl.digitalebalie.desktop.desk;

/** One of the two sockets to the server; a lost one is tried again by its edge. */
public sealed interface Line {

  /** Not wanted: nobody is signed in. */
  record Off() implements Line {}

  /** Opened for the first time, not yet welcomed. */
  record Opening() implements Line {}

  /** Open, and welcomed by the server. */
  record Up() implements Line {}

  /** Lost, or never reached; the edge goes on trying. */
  record Down() implements Line {}

  /** Which of the two. */
  enum Which {
    RELAY,
    COUNTER
  }

  /** What became of a socket. */
  enum End {
    /** Lost; it comes back by itself. */
    LOST,
    TICKET_INVALID,
    REPLACED,
    /** The other side speaks another language than ours. */
    BROKEN
  }
}
