package nl.digitalebalie.server.http;

/** One line of the readiness answer (MicroProfile Health 4.0). */
public interface HealthCheck {
  /** Short and without values: it is shown. */
  String name();

  /** Looks now; may block for at most a second or so. */
  Status look();

  /** The two states that MicroProfile Health knows. */
  enum Status {
    UP,
    DOWN
  }
}
