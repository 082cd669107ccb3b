package nl.digitalebalie.server.callback;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;

/**
 * The days that the Algemene termijnenwet (article 3) keeps like Sundays, and Good Friday and
 * Liberation Day of every year, on which most counters are closed.
 */
final class DutchHolidays {
  private static final int GOOD_FRIDAY = -2;
  private static final int EASTER_MONDAY = 1;
  private static final int ASCENSION = 39;
  private static final int WHIT_MONDAY = 50;

  private DutchHolidays() {}

  static boolean isOne(LocalDate day) {
    return isFixed(day) || day.equals(kingsDay(day.getYear())) || hangsOnEaster(day);
  }

  private static boolean isFixed(LocalDate day) {
    return switch (day.getMonth()) {
      case JANUARY -> day.getDayOfMonth() == 1;
      case MAY -> day.getDayOfMonth() == 5;
      case DECEMBER -> day.getDayOfMonth() == 25 || day.getDayOfMonth() == 26;
      default -> false;
    };
  }

  private static LocalDate kingsDay(int year) {
    LocalDate birthday = LocalDate.of(year, Month.APRIL, 27);
    return birthday.getDayOfWeek() == DayOfWeek.SUNDAY ? birthday.minusDays(1) : birthday;
  }

  private static boolean hangsOnEaster(LocalDate day) {
    LocalDate easter = easter(day.getYear());
    return day.equals(easter.plusDays(GOOD_FRIDAY))
        || day.equals(easter.plusDays(EASTER_MONDAY))
        || day.equals(easter.plusDays(ASCENSION))
        || day.equals(easter.plusDays(WHIT_MONDAY));
  }

  /** The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
  static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int leapCenturies = century / 4;
    int moonShift = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - leapCenturies - moonShift + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7;
    int late = (golden + 11 * epact + 22 * weekday) / 451;
    int day = epact + weekday - 7 * late + 114;
    return LocalDate.of(year, day / 31, day % 31 + 1);
  }
}
