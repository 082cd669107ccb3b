package nl.digitalebalie.server.callback;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;

/**
 * By when a municipality calls back: its promise, as a clock. Pure; wall-clock time of Europe's
 * part of the Netherlands.
 *
 * @param days how many, the day of asking not counted
 * @param until the hour of the last day at which the promise ends
 */
public record Promise(int days, Counting counting, LocalTime until, WorkingDays working) {
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

  public static final int DEFAULT_DAYS = 2;

  /** When counters close. */
  public static final LocalTime DEFAULT_UNTIL = LocalTime.of(17, 0);

  /** Which days count. */
  public enum Counting {
    WORKING_DAYS,
    DAYS
  }

  /** How near the end of a promise is. */
  public enum Nearness {
    IN_TIME,
    /** The last working day before it ends has begun: who calls later calls too late. */
    LAST_DAY,
    LATE
  }

  public Promise {
    Objects.requireNonNull(counting);
    Objects.requireNonNull(until);
    Objects.requireNonNull(working);
  }

  public static Promise usual() {
    return new Promise(
        DEFAULT_DAYS, Counting.WORKING_DAYS, DEFAULT_UNTIL, new WorkingDays(Set.of()));
  }

  /** When a promise that is given now ends. */
  public Instant endFor(Instant askedAt) {
    LocalDate asked = askedAt.atZone(ZONE).toLocalDate();
    LocalDate last =
        switch (counting) {
          case WORKING_DAYS -> working.after(asked, days);
          case DAYS -> asked.plusDays(days);
        };
    return last.atTime(until).atZone(ZONE).toInstant();
  }

  public Nearness nearness(Instant end, Instant now) {
    if (!now.isBefore(end)) {
      return Nearness.LATE;
    }
    LocalDate lastWorkingDay = working.onOrBefore(end.atZone(ZONE).toLocalDate());
    return now.atZone(ZONE).toLocalDate().isBefore(lastWorkingDay)
        ? Nearness.IN_TIME
        : Nearness.LAST_DAY;
  }
}
