package nl.digitalebalie.server.staff;

import java.time.Instant;
import java.util.Objects;

/** A sign-in that was ended before its time; forgotten when its tickets would have expired. */
public record RevokedSession(String session, Instant expiresAt) {
  private static final String SHAPE = "[A-Za-z0-9_-]{22}";

  public RevokedSession {
    Objects.requireNonNull(expiresAt);
    if (session == null || !session.matches(SHAPE)) {
      throw new IllegalArgumentException("a session is an id of ours");
    }
  }
}
