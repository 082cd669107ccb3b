package nl.digitalebalie.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the date can be believed when something is to be destroyed. With a clock that leapt years
 * ahead everything is over at once, so the audit log must lead up to now without a leap. Rows that
 * are written after a leap do not mend it; whoever is responsible says in the settings up to which
 * day the date was right.
 */
public final class DateCheck implements HealthCheck {
  /** A counter that is in use writes rows every working day. */
  static final Duration LEAP = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(DateCheck.class);

  /** Rows of after now are of a clock that was wrong before; those of before a run were judged. */
  private static final String LEAPS =
      """
      SELECT COUNT(*) AS n FROM (
        SELECT moment, LAG(moment) OVER (ORDER BY moment) AS previous FROM (
          SELECT at AS moment FROM audit
          WHERE at <= :now AND at >= (
            SELECT COALESCE(MAX(at), 0) FROM audit WHERE kind = 'retention-applied' AND at <= :now)
          UNION ALL SELECT CAST(:now AS BIGINT)
        ) AS moments
      ) AS steps
      WHERE moment - previous > :leap AND moment > :confirmed
      """;

  private final Store store;
  private final Instant confirmed;
  private volatile Status health = Status.UP;

  /** What the audit log says about now. */
  public enum Verdict {
    BELIEVED,
    IN_DOUBT
  }

  /**
   * @param confirmed leaps until then are no reason for doubt
   */
  public DateCheck(Store store, Instant confirmed) {
    this.store = store;
    this.confirmed = confirmed;
  }

  /** Blocks. What cannot be read is in doubt. */
  public Verdict judge(Instant now) {
    Verdict verdict =
        store
            .read(sql ->
                sql.rows(LEAPS, moments(now), row -> row.number("n")).getFirst() == 0
                    ? Verdict.BELIEVED
                    : Verdict.IN_DOUBT)
            .fold(found -> found, code -> Verdict.IN_DOUBT);
    switch (verdict) {
      case BELIEVED -> health = Status.UP;
      case IN_DOUBT -> {
        health = Status.DOWN;
        LOG.error(
            "the date is in doubt: the audit log does not lead up to {} without a leap of more than"
                + " {} days; if the date is right, say so in retention.dateConfirmed",
            now,
            LEAP.toDays());
      }
    }
    return verdict;
  }

  private Map<String, Long> moments(Instant now) {
    return Map.of(
        "now", now.toEpochMilli(),
        "leap", LEAP.toMillis(),
        "confirmed", confirmed.toEpochMilli());
  }

  @Override
  public String name() {
    return "date";
  }

  @Override
  public Weight weight() {
    return Weight.SHOWN;
  }

  @Override
  public Status look() {
    return health;
  }
}
