package nl.digitalebalie.server.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import nl.digitalebalie.server.callback.Promise.Counting;
import nl.digitalebalie.server.callback.Promise.Nearness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
  @ParameterizedTest
  @CsvSource({
    // asked, promised; winter and summer time
    "2026-11-23T09:00:00Z, 2026-11-25T16:00:00Z",
    "2026-07-06T09:00:00Z, 2026-07-08T15:00:00Z",
    // after hours and at night count as that day; 23:30 UTC is the next day in Amsterdam
    "2026-11-23T18:00:00Z, 2026-11-25T16:00:00Z",
    "2026-11-23T23:30:00Z, 2026-11-26T16:00:00Z",
    // over a weekend, and in one
    "2026-11-26T09:00:00Z, 2026-11-30T16:00:00Z",
    "2026-11-28T09:00:00Z, 2026-12-01T16:00:00Z",
    // Christmas on Friday and Saturday; New Year on Friday
    "2026-12-23T09:00:00Z, 2026-12-28T16:00:00Z",
    "2026-12-30T09:00:00Z, 2027-01-04T16:00:00Z",
    // Good Friday to Easter Monday; the clock goes forward in that night
    "2027-03-24T09:00:00Z, 2027-03-30T15:00:00Z",
    // King's Day on Tuesday
    "2027-04-26T09:00:00Z, 2027-04-29T15:00:00Z"
  })
  void two_working_days_end_at_five(Instant asked, Instant promised) {
    assertEquals(promised, Promise.usual().endFor(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "2024, 2024-03-31",
    "2025, 2025-04-20",
    "2026, 2026-04-05",
    "2027, 2027-03-28",
    "2038, 2038-04-25",
    "2285, 2285-03-22"
  })
  void easter_is_where_the_church_puts_it(int year, LocalDate easter) {
    assertEquals(easter, DutchHolidays.easter(year));
  }

  @Test
  void the_holidays_of_2026_are_no_working_days() {
    WorkingDays days = new WorkingDays(Set.of());
    for (String holiday :
        new String[] {
          "2026-01-01",
          "2026-04-03",
          "2026-04-06",
          "2026-04-27",
          "2026-05-05",
          "2026-05-14",
          "2026-05-25",
          "2026-12-25",
          "2026-12-26"
        }) {
      assertTrue(DutchHolidays.isOne(LocalDate.parse(holiday)), holiday);
      assertFalse(days.isOne(LocalDate.parse(holiday)), holiday);
    }
    assertTrue(days.isOne(LocalDate.parse("2026-04-28")));
  }

  @Test
  void kings_day_moves_to_saturday_when_the_birthday_is_a_sunday() {
    assertTrue(DutchHolidays.isOne(LocalDate.parse("2025-04-26")));
    assertFalse(DutchHolidays.isOne(LocalDate.parse("2025-04-27")));
  }

  @Test
  void own_closing_days_do_not_count_and_calendar_days_can() {
    Promise closed =
        new Promise(
            2,
            Counting.WORKING_DAYS,
            LocalTime.of(16, 30),
            new WorkingDays(Set.of(LocalDate.parse("2026-11-24"))));
    Promise days = new Promise(2, Counting.DAYS, Promise.DEFAULT_UNTIL, new WorkingDays(Set.of()));

    assertEquals(
        Instant.parse("2026-11-26T15:30:00Z"),
        closed.endFor(Instant.parse("2026-11-23T09:00:00Z")));
    assertEquals(
        Instant.parse("2026-11-28T16:00:00Z"), days.endFor(Instant.parse("2026-11-26T09:00:00Z")));
  }

  @Test
  void a_file_that_closes_for_good_still_promises_something() {
    Set<LocalDate> always =
        java.util.stream.Stream.iterate(LocalDate.parse("2026-01-01"), day -> day.plusDays(1))
            .limit(800)
            .collect(java.util.stream.Collectors.toSet());
    Promise promise =
        new Promise(2, Counting.WORKING_DAYS, Promise.DEFAULT_UNTIL, new WorkingDays(always));

    assertEquals(
        Instant.parse("2027-03-23T16:00:00Z"),
        promise.endFor(Instant.parse("2026-11-23T09:00:00Z")));
  }

  @Test
  void a_promise_is_near_on_its_last_day_and_late_at_its_end() {
    Promise promise = Promise.usual();
    Instant end = Instant.parse("2026-11-25T16:00:00Z");

    assertEquals(Nearness.IN_TIME, promise.nearness(end, Instant.parse("2026-11-24T22:59:59Z")));
    assertEquals(Nearness.LAST_DAY, promise.nearness(end, Instant.parse("2026-11-24T23:00:00Z")));
    assertEquals(Nearness.LAST_DAY, promise.nearness(end, end.minusMillis(1)));
    assertEquals(Nearness.LATE, promise.nearness(end, end));
  }

  @Test
  void a_promise_that_ends_in_a_weekend_is_near_on_friday() {
    Promise days = new Promise(2, Counting.DAYS, Promise.DEFAULT_UNTIL, new WorkingDays(Set.of()));
    Instant sunday = Instant.parse("2026-11-29T16:00:00Z");

    assertEquals(Nearness.IN_TIME, days.nearness(sunday, Instant.parse("2026-11-26T10:00:00Z")));
    assertEquals(Nearness.LAST_DAY, days.nearness(sunday, Instant.parse("2026-11-27T10:00:00Z")));
  }
}
