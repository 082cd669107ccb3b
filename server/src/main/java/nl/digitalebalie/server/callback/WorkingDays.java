package nl.digitalebalie.server.callback;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * On which days a municipality works: not in weekends, on Dutch holidays and on its own closing
 * days.
 *
 * @param closed the municipality's own closing days
 */
public record WorkingDays(Set<LocalDate> closed) {
  /** Nothing that a municipality closes for lasts this long; bounds a file that closes for good. */
  private static final int HORIZON_DAYS = 120;

  public WorkingDays {
    closed = Set.copyOf(closed);
  }

  public boolean isOne(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !DutchHolidays.isOne(day)
        && !closed.contains(day);
  }

  /** The working day that comes as the {@code count}th after this day, which does not count. */
  public LocalDate after(LocalDate day, int count) {
    LocalDate found = day;
    int left = count;
    for (int step = 0; left > 0 && step < HORIZON_DAYS; step++) {
      found = found.plusDays(1);
      left -= isOne(found) ? 1 : 0;
    }
    return found;
  }

  /** The day itself when it is one, else the last one before it. */
  public LocalDate onOrBefore(LocalDate day) {
    LocalDate found = day;
    for (int step = 0; !isOne(found) && step < HORIZON_DAYS; step++) {
      found = found.minusDays(1);
    }
    return found;
  }
}
