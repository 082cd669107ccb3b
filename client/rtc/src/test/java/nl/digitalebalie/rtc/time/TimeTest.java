package nl.digitalebalie.rtc.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.Unwrapper;
import org.junit.jupiter.api.Test;

class TimeTest {
  @Test
  void monotonic_time_is_compared_right_across_a_wrap_of_the_clock() {
    MonoTime before = new MonoTime(Long.MAX_VALUE - 5);
    MonoTime after = before.plusNanos(10);
    assertTrue(before.isBefore(after));
    assertTrue(before.compareTo(after) < 0);
    assertEquals(Duration.ofNanos(10), after.since(before));
    assertEquals(before, MonoTime.earliest(after, before));
  }

  @Test
  void ntp_time_keeps_nanoseconds_and_its_middle() {
    NtpTime time = NtpTime.ofNanos(1_500_000_000L);
    assertEquals(0x1_8000_0000L, time.bits());
    assertEquals(1_500_000_000L, time.nanos());
    assertEquals(0x18000L, time.middle());
    assertEquals(Duration.ofMillis(1_500), NtpTime.ofMiddleUnits(0x18000L));
  }

  @Test
  void counters_continue_beyond_their_wrap_in_both_directions() {
    Unwrapper sequences = Unwrapper.of16Bits();
    assertEquals(65_534, sequences.unwrap(65_534));
    assertEquals(65_537, sequences.unwrap(1));
    assertEquals(65_535, sequences.unwrap(65_535));
    assertEquals(65_536, sequences.unwrap(0));
    Unwrapper times = Unwrapper.of32Bits();
    assertEquals(0xFFFF_FFFFL, times.unwrap(0xFFFF_FFFFL));
    assertEquals(0x1_0000_0001L, times.unwrap(1));
  }

  @Test
  void the_earliest_of_none_is_none() {
    Earliest earliest = new Earliest();
    assertEquals(Optional.empty(), earliest.moment());
    earliest.consider(new MonoTime(7));
    earliest.consider(new MonoTime(5));
    earliest.consider(new MonoTime(6));
    assertEquals(Optional.of(new MonoTime(5)), earliest.moment());
  }
}
