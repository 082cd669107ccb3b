package nl.digitalebalie.media.codec;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a new target is worth opening the encoder again.
 *
 * <p>libvpx behind FFmpeg ignores a changed bit rate once open. Opening again costs 15 to 50 ms and
 * a key frame, so small changes wait: a higher rate must be clearly higher and may wait long, a
 * lower rate must be followed soon because sending too much makes the picture freeze. A changed
 * size is followed at once.
 */
final class TargetFollower {
  /** Less than this gained is not worth a key frame. */
  private static final double WORTH_RAISING = 1.35;

  /** The pacer absorbs an overshoot up to here. */
  private static final double WORTH_LOWERING = 0.85;

  private static final Duration BETWEEN_RAISES = Duration.ofSeconds(5);
  private static final Duration BETWEEN_CUTS = Duration.ofSeconds(1);

  private @Nullable VideoTarget followed;
  private @Nullable MonoTime followedAt;
  private VideoTarget wanted;

  TargetFollower(VideoTarget first) {
    this.wanted = first;
  }

  void want(VideoTarget target) {
    wanted = target;
  }

  /** The target to open the encoder with now; empty while the open one will do. */
  Optional<VideoTarget> change(MonoTime now) {
    if (followed != null && followedAt != null && !worthIt(followed, followedAt, now)) {
      return Optional.empty();
    }
    followed = wanted;
    followedAt = now;
    return Optional.of(wanted);
  }

  /** Forgets the open encoder, for instance because it failed. */
  void startAfresh() {
    followed = null;
  }

  private boolean worthIt(VideoTarget open, MonoTime since, MonoTime now) {
    if (open.width() != wanted.width()
        || open.height() != wanted.height()
        || open.framesPerSecond() != wanted.framesPerSecond()) {
      return true;
    }
    double ratio = (double) wanted.bitsPerSecond() / open.bitsPerSecond();
    Duration age = now.since(since);
    return ratio >= WORTH_RAISING && age.compareTo(BETWEEN_RAISES) >= 0
        || ratio <= WORTH_LOWERING && age.compareTo(BETWEEN_CUTS) >= 0;
  }
}
