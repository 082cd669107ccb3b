package nl.digitalebalie.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import nl.digitalebalie.media.codec.VideoTarget;
import org.junit.jupiter.api.Test;

class SizeLadderTest {
  private static final VideoTarget LARGEST = new VideoTarget(1_000_000, 640, 480, 30);
  private final SizeLadder ladder = new SizeLadder();

  @Test
  void the_camera_keeps_its_shape_within_the_largest_size() {
    assertSize(640, 360, ladder.fit(1280, 720, LARGEST));
    assertSize(270, 480, ladder.fit(1080, 1920, LARGEST));
    assertSize(320, 240, ladder.fit(320, 240, LARGEST));
    assertSize(640, 480, ladder.fit(640, 480, LARGEST));
  }

  @Test
  void sides_are_even() {
    assertSize(424, 240, ladder.fit(425, 241, LARGEST));
  }

  @Test
  void a_low_rate_halves_the_size_until_there_is_plenty_again() {
    assertSize(320, 240, ladder.fit(640, 480, LARGEST.withBitsPerSecond(100_000)));
    assertSize(320, 240, ladder.fit(640, 480, LARGEST.withBitsPerSecond(200_000)));
    assertSize(640, 480, ladder.fit(640, 480, LARGEST.withBitsPerSecond(400_000)));
    assertSize(640, 480, ladder.fit(640, 480, LARGEST.withBitsPerSecond(200_000)));
  }

  private static void assertSize(int width, int height, VideoTarget target) {
    assertEquals(width + "x" + height, target.width() + "x" + target.height());
  }
}
