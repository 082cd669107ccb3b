package nl.digitalebalie.rtc.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nl.digitalebalie.rtc.receive.NackGenerator.Outlook;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(60);
  private static final MonoTime START = new MonoTime(1_000_000_000L);

  private final NackGenerator gaps = new NackGenerator();

  private static MonoTime after(long millis) {
    return START.plus(Duration.ofMillis(millis));
  }

  private List<Integer> ask(long millis) {
    return gaps.due(after(millis), ROUND_TRIP).ask();
  }

  @Test
  void a_burst_is_asked_for_in_one_packet() {
    gaps.arrived(10, START);
    gaps.arrived(15, START);
    assertEquals(List.of(11, 12, 13, 14), ask(10));
  }

  @Test
  void a_packet_that_was_only_overtaken_is_not_asked_for() {
    gaps.arrived(10, START);
    gaps.arrived(12, START);
    assertEquals(List.of(), ask(2));
    gaps.arrived(11, after(5));
    assertEquals(List.of(), ask(20));
    assertEquals(Optional.empty(), gaps.deadline());
  }

  @Test
  void the_same_packet_is_asked_for_again_after_a_round_trip_and_no_sooner() {
    gaps.arrived(10, START);
    gaps.arrived(12, START);
    assertEquals(List.of(11), ask(10));
    assertEquals(List.of(), ask(50));
    assertEquals(Optional.of(after(90)), gaps.deadline());
    assertEquals(List.of(11), ask(90));
  }

  @Test
  void numbers_wrap_on_the_wire() {
    gaps.arrived(65_534, START);
    gaps.arrived(65_537, START);
    assertEquals(List.of(65_535, 0), ask(10));
  }

  @Test
  void what_is_asked_for_in_vain_eight_times_is_given_up() {
    gaps.arrived(10, START);
    gaps.arrived(12, START);
    for (int i = 0; i < 8; i++) {
      assertEquals(List.of(11), ask(10 + i * 80L));
    }
    NackGenerator.Decision last = gaps.due(after(2_000), ROUND_TRIP);
    assertEquals(List.of(), last.ask());
    assertEquals(Outlook.GIVEN_UP, last.outlook());
    assertEquals(Outlook.HOPEFUL, gaps.due(after(3_000), ROUND_TRIP).outlook());
  }

  @Test
  void a_gap_beyond_repair_is_given_up_at_once_and_costs_no_memory() {
    gaps.arrived(10, START);
    gaps.arrived(5_000, START);
    NackGenerator.Decision decision = gaps.due(after(10), ROUND_TRIP);
    assertEquals(List.of(), decision.ask());
    assertEquals(Outlook.GIVEN_UP, decision.outlook());
  }

  @Test
  void many_small_gaps_are_bounded_too() {
    IntStream.range(0, 2_000).forEach(i -> gaps.arrived(2L * i, START));
    assertTrue(ask(10).size() <= 400);
  }

  @Test
  void gaps_before_a_key_frame_do_not_matter() {
    gaps.arrived(10, START);
    gaps.arrived(12, START);
    gaps.arrived(20, START);
    gaps.forgetBefore(15);
    assertEquals(List.of(15, 16, 17, 18, 19), ask(10));
  }
}
