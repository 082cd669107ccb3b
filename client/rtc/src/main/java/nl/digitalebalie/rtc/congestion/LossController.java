package nl.digitalebalie.rtc.congestion;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;
import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * The loss-based half of draft-ietf-rmcat-gcc-02 (section 6): below 2 % loss the rate grows, above
 * 10 % it falls by half the loss, in between it stays.
 */
public final class LossController implements RateController {
  private static final double LOW_LOSS = 0.02;
  private static final double HIGH_LOSS = 0.10;
  private static final double GROWTH = 1.08;

  /** Long enough for a share of loss to mean something. */
  private static final Duration WINDOW = Duration.ofMillis(500);

  private static final int MIN_PACKETS = 20;

  /** While transport-wide feedback comes, receiver reports tell nothing new. */
  private static final Duration FEEDBACK_IS_FRESH = Duration.ofSeconds(3);

  /** Below this, fewer and clearer pictures are better than many that are mud. */
  private static final long FULL_MOTION_BITS_PER_SECOND = 350_000;

  private static final int REDUCED_FRAMES_PER_SECOND = 15;

  private final long min;
  private final long max;
  private final int maxFramesPerSecond;
  private long rate;
  private long limit = Long.MAX_VALUE;
  private Optional<MonoTime> windowBegan = Optional.empty();
  private Optional<MonoTime> lastFeedback = Optional.empty();
  private int arrived;
  private int lost;

  public LossController(long start, long min, long max, int maxFramesPerSecond) {
    this.rate = start;
    this.min = min;
    this.max = max;
    this.maxFramesPerSecond = maxFramesPerSecond;
  }

  @Override
  public void sent(int transportSequence, int bytes, MonoTime at) {
    // Loss needs no send times; the delay-based estimator behind the same seam will.
  }

  @Override
  public void feedback(TransportFeedback feedback, MonoTime at) {
    lastFeedback = Optional.of(at);
    for (ArrivalStatus status : feedback.statuses()) {
      switch (status) {
        case ArrivalStatus.Arrived _ -> arrived++;
        case ArrivalStatus.Lost _ -> lost++;
      }
    }
    if (windowBegan.isEmpty()) {
      windowBegan = Optional.of(at);
    }
    boolean full = at.since(windowBegan.get()).compareTo(WINDOW) >= 0;
    if (full && arrived + lost >= MIN_PACKETS) {
      adapt((double) lost / (arrived + lost));
      arrived = 0;
      lost = 0;
      windowBegan = Optional.of(at);
    }
  }

  @Override
  public void lossReported(double share, MonoTime at) {
    boolean fresh =
        lastFeedback.map(last -> at.since(last).compareTo(FEEDBACK_IS_FRESH) < 0).orElse(false);
    if (!fresh) {
      adapt(share);
    }
  }

  private void adapt(double share) {
    if (share > HIGH_LOSS) {
      rate = (long) (rate * (1 - share / 2));
    } else if (share < LOW_LOSS) {
      rate = (long) (rate * GROWTH);
    }
    rate = Math.clamp(rate, min, max);
  }

  @Override
  public void limited(long bitsPerSecond, MonoTime at) {
    limit = Math.max(min, bitsPerSecond);
  }

  @Override
  public Target target() {
    long bitsPerSecond = Math.min(rate, limit);
    int frames =
        bitsPerSecond >= FULL_MOTION_BITS_PER_SECOND
            ? maxFramesPerSecond
            : Math.min(maxFramesPerSecond, REDUCED_FRAMES_PER_SECOND);
    return new Target(bitsPerSecond, frames);
  }
}
