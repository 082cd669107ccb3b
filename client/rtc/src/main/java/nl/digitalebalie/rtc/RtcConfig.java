package nl.digitalebalie.rtc;

import java.time.Duration;

/**
 * How one session behaves; {@link #standard()} is right unless a test says otherwise.
 *
 * @param startVideoBitsPerSecond what the encoder is told before the network has said anything
 * @param minVideoBitsPerSecond below this a face is no longer a face
 * @param maxVideoBitsPerSecond enough for 720p at 30 frames per second
 * @param maxFramesPerSecond of the camera
 * @param pacingFactor how much faster than the target packets may leave, so that a key frame is
 *     spread over time and yet not late
 * @param minVideoDelay the shortest time a picture waits for playout
 * @param maxVideoDelay the longest the jitter buffer may hold a picture back
 * @param minAudioDelay the shortest time an audio frame waits for playout
 * @param maxAudioDelay the longest the jitter buffer may hold audio back
 */
public record RtcConfig(
    long startVideoBitsPerSecond,
    long minVideoBitsPerSecond,
    long maxVideoBitsPerSecond,
    int maxFramesPerSecond,
    double pacingFactor,
    Duration minVideoDelay,
    Duration maxVideoDelay,
    Duration minAudioDelay,
    Duration maxAudioDelay) {

  public RtcConfig {
    boolean ratesInOrder =
        minVideoBitsPerSecond > 0
            && minVideoBitsPerSecond <= startVideoBitsPerSecond
            && startVideoBitsPerSecond <= maxVideoBitsPerSecond;
    if (!ratesInOrder || maxFramesPerSecond < 1 || pacingFactor < 1) {
      throw new IllegalArgumentException("rates are positive and min <= start <= max");
    }
    if (minVideoDelay.compareTo(maxVideoDelay) > 0 || minAudioDelay.compareTo(maxAudioDelay) > 0) {
      throw new IllegalArgumentException("a shortest delay is not above the longest");
    }
  }

  /** The values of the product. */
  public static RtcConfig standard() {
    return new RtcConfig(
        1_500_000,
        100_000,
        2_500_000,
        30,
        2.5,
        Duration.ofMillis(10),
        Duration.ofMillis(500),
        Duration.ofMillis(40),
        Duration.ofMillis(400));
  }
}
