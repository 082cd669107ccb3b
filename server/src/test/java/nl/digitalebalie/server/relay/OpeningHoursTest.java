package nl.digitalebalie.server.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.digitalebalie.server.relay.OpeningHours.State;
import nl.digitalebalie.server.relay.OpeningHours.Weekly.Block;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {
  private static OpeningHours.Weekly weekly(DayOfWeek day, String... blocks) {
    return new OpeningHours.Weekly(
        Map.of(day, Stream.of(blocks).map(Block::parse).toList()), Set.of());
  }

  private static State open(String until) {
    return new State.Open(Optional.of(Instant.parse(until)));
  }

  private static State closed(String until) {
    return new State.Closed(Optional.of(Instant.parse(until)));
  }

  @Test
  void a_day_may_have_several_blocks_in_any_order() {
    OpeningHours hours = weekly(DayOfWeek.MONDAY, "13:30-17:00", "08:30-12:30");

    assertEquals(
        closed("2026-11-23T07:30:00Z"), hours.at(Instant.parse("2026-11-23T07:29:59.999Z")));
    assertEquals(open("2026-11-23T11:30:00Z"), hours.at(Instant.parse("2026-11-23T07:30:00Z")));
    assertEquals(closed("2026-11-23T12:30:00Z"), hours.at(Instant.parse("2026-11-23T11:30:00Z")));
    assertEquals(open("2026-11-23T16:00:00Z"), hours.at(Instant.parse("2026-11-23T12:30:00Z")));
    assertEquals(closed("2026-11-30T07:30:00Z"), hours.at(Instant.parse("2026-11-23T16:00:00Z")));
  }

  @Test
  void blocks_that_touch_are_one_opening_also_across_midnight() {
    OpeningHours hours =
        new OpeningHours.Weekly(
            Map.of(
                DayOfWeek.MONDAY, List.of(Block.parse("09:00-12:00"), Block.parse("12:00-24:00")),
                DayOfWeek.TUESDAY, List.of(Block.parse("00:00-01:00"))),
            Set.of());
    assertEquals(open("2026-11-24T00:00:00Z"), hours.at(Instant.parse("2026-11-23T10:00:00Z")));
    assertEquals(open("2026-11-24T00:00:00Z"), hours.at(Instant.parse("2026-11-23T23:30:00Z")));
  }

  @Test
  void in_summer_the_same_wall_clock_time_is_an_hour_earlier_in_utc() {
    OpeningHours hours = weekly(DayOfWeek.SATURDAY, "09:00-12:00");
    // Saturday 24 October 2026 is summer time, Saturday 31 October winter time.
    assertEquals(open("2026-10-24T10:00:00Z"), hours.at(Instant.parse("2026-10-24T07:00:00Z")));
    assertEquals(closed("2026-10-31T08:00:00Z"), hours.at(Instant.parse("2026-10-31T07:00:00Z")));
  }

  @Test
  void on_the_night_of_the_spring_change_a_block_in_the_missing_hour_begins_after_it() {
    // Sunday 28 March 2027, 02:00 becomes 03:00 (01:00Z).
    OpeningHours hours = weekly(DayOfWeek.SUNDAY, "02:30-05:00");
    assertEquals(closed("2027-03-28T01:30:00Z"), hours.at(Instant.parse("2027-03-28T01:00:00Z")));
    assertEquals(open("2027-03-28T03:00:00Z"), hours.at(Instant.parse("2027-03-28T01:30:00Z")));
  }

  @Test
  void on_the_night_of_the_autumn_change_the_doubled_hour_is_open_twice() {
    // Sunday 25 October 2026, 03:00 becomes 02:00 (01:00Z): 02:00-03:00 lasts from 00:00Z to
    // 02:00Z.
    OpeningHours hours = weekly(DayOfWeek.SUNDAY, "02:00-03:00");
    assertEquals(open("2026-10-25T02:00:00Z"), hours.at(Instant.parse("2026-10-25T00:00:00Z")));
    assertEquals(open("2026-10-25T02:00:00Z"), hours.at(Instant.parse("2026-10-25T01:30:00Z")));
  }

  @Test
  void a_closed_day_is_skipped() {
    OpeningHours hours =
        new OpeningHours.Weekly(
            Map.of(DayOfWeek.FRIDAY, List.of(Block.parse("09:00-17:00"))),
            Set.of(LocalDate.parse("2026-12-25")));
    assertEquals(closed("2027-01-01T08:00:00Z"), hours.at(Instant.parse("2026-12-25T10:00:00Z")));
  }

  @Test
  void a_counter_that_never_opens_says_so_without_a_time() {
    OpeningHours hours = new OpeningHours.Weekly(Map.of(), Set.of());
    assertEquals(
        new State.Closed(Optional.empty()), hours.at(Instant.parse("2026-12-25T10:00:00Z")));
  }

  @Test
  void a_block_is_two_times_in_order() {
    assertThrows(IllegalArgumentException.class, () -> Block.parse("12:00-09:00"));
    assertThrows(IllegalArgumentException.class, () -> Block.parse("09:00"));
    assertTrue(Block.parse("09:00-12:00").overlaps(Block.parse("11:00-13:00")));
  }
}
