package nl.digitalebalie.server.http;

/** One line of the readiness answer (MicroProfile Health 4.0). */
public interface HealthCheck {
  /** Short and without values: it is shown. */
  String name();

  /** Looks now; may block for at most a second or so. */
  Status look();

  /** Whether the server can work without it. */
  default Weight weight() {
    return Weight.NEEDED;
  }

  /** What a check that is down means for the whole. */
  enum Weight {
    /** The server is not ready. */
    NEEDED,
    /** Shown, so that somebody looks; the server goes on. */
    SHOWN
  }

  /** The two states that MicroProfile Health knows. */
  enum Status {
    UP,
    DOWN
  }
}
