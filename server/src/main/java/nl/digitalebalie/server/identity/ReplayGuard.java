package nl.digitalebalie.server.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;

/**
 * Lets each session's result count once, also across restarts. Claims before anything is released;
 * a store that cannot say leaves the token unclaimed and therefore unused.
 */
public final class ReplayGuard {
  /** irma server forgets a result after minutes and its JWT expires after two; a day is ample. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Store store;
  private final InstantSource clock;

  public ReplayGuard(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  public Claim claim(SessionToken token) {
    long now = clock.millis();
    Stored<Integer> inserted =
        store.write(sql -> {
          sql.update(
              "DELETE FROM used_token WHERE used_at < :before",
              Map.of("before", now - KEPT.toMillis()));
          return sql.update(
              """
              INSERT INTO used_token (token_hash, used_at) VALUES (:hash, :now)
              ON CONFLICT DO NOTHING
              """,
              Map.of("hash", token.hash(), "now", now));
        });
    return inserted.fold(
        rows -> rows == 1 ? Claim.FIRST : Claim.ALREADY_USED, code -> Claim.UNKNOWN);
  }

  /** Whether this use is the first. */
  public enum Claim {
    FIRST,
    ALREADY_USED,
    /** The store failed; treat it as used. */
    UNKNOWN
  }
}
