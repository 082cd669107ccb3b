package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class TargetFollowerTest {
  private static final VideoTarget FIRST = new VideoTarget(1_000_000, 640, 480, 30);
  private final TargetFollower follower = new TargetFollower(FIRST);

  @Test
  void the_first_target_opens_the_encoder_once() {
    assertEquals(Optional.of(FIRST), follower.change(at(0)));
    assertEquals(Optional.empty(), follower.change(at(100_000)));
  }

  @Test
  void a_small_change_is_not_worth_a_key_frame() {
    follower.change(at(0));
    follower.want(FIRST.withBitsPerSecond(1_200_000));
    assertEquals(Optional.empty(), follower.change(at(60_000)));
    follower.want(FIRST.withBitsPerSecond(900_000));
    assertEquals(Optional.empty(), follower.change(at(60_000)));
  }

  @Test
  void a_lower_rate_is_followed_soon_and_a_higher_one_later() {
    follower.change(at(0));
    VideoTarget lower = FIRST.withBitsPerSecond(500_000);
    follower.want(lower);
    assertEquals(Optional.empty(), follower.change(at(500)));
    assertEquals(Optional.of(lower), follower.change(at(1_000)));
    follower.want(FIRST);
    assertEquals(Optional.empty(), follower.change(at(5_900)));
    assertEquals(Optional.of(FIRST), follower.change(at(6_000)));
  }

  @Test
  void another_size_is_followed_at_once() {
    follower.change(at(0));
    VideoTarget smaller = new VideoTarget(1_000_000, 320, 240, 30);
    follower.want(smaller);
    assertEquals(Optional.of(smaller), follower.change(at(1)));
  }

  @Test
  void an_encoder_that_failed_is_opened_again() {
    follower.change(at(0));
    follower.startAfresh();
    assertEquals(Optional.of(FIRST), follower.change(at(1)));
  }

  private static MonoTime at(long millis) {
    return new MonoTime(0).plus(Duration.ofMillis(millis));
  }
}
