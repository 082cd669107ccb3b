package nl.digitalebalie.rtc.jitter;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket.SenderReport;
import nl.digitalebalie.rtc.time.MediaTime;

/**
 * Holds back whichever of sound and picture would be early, so that lips and voice agree (RFC 3550
 * section 6.4.1: the NTP and RTP times of a sender report relate both to one clock).
 */
public final class LipSync {
  /** ITU-R BT.1359: below some 45 ms nobody notices. */
  private static final Duration TOLERANCE = Duration.ofMillis(30);

  /** Moved in steps that neither ear nor eye notices. */
  private static final Duration STEP = Duration.ofMillis(20);

  /** Beyond this the reports lie or the clocks were changed; holding back would ruin the call. */
  private static final Duration MAX_HELD_BACK = Duration.ofMillis(400);

  private final Stream audio;
  private final Stream video;

  public LipSync(PlayoutClock audio, PlayoutClock video) {
    this.audio = new Stream(audio);
    this.video = new Stream(video);
  }

  /** A sender report for sound came, its RTP time unwrapped. */
  public void audioReported(SenderReport report, MediaTime time) {
    audio.reported(report, time);
    adjust();
  }

  /** A sender report for pictures came, its RTP time unwrapped. */
  public void videoReported(SenderReport report, MediaTime time) {
    video.reported(report, time);
    adjust();
  }

  private void adjust() {
    if (audio.captureToPlayout().isEmpty() || video.captureToPlayout().isEmpty()) {
      return;
    }
    long audioEarly = video.captureToPlayout().get() - audio.captureToPlayout().get();
    if (audioEarly >= 0) {
      video.approach(0);
      audio.approach(audioEarly);
    } else {
      audio.approach(0);
      video.approach(-audioEarly);
    }
  }

  /** One stream's clock against the sender's. */
  private static final class Stream {
    private final PlayoutClock clock;
    private Optional<Long> offset = Optional.empty();
    private Optional<MediaTime> reference = Optional.empty();

    Stream(PlayoutClock clock) {
      this.clock = clock;
    }

    void reported(SenderReport report, MediaTime time) {
      reference = Optional.of(time);
      offset = Optional.of(report.ntp().nanos());
    }

    /** From capture to playout without lip sync, plus a clock offset that both streams share. */
    Optional<Long> captureToPlayout() {
      return reference.map(
          time -> clock.playout(time).nanos() - clock.heldBack().toNanos() - offset.orElseThrow());
    }

    void approach(long wantedNanos) {
      long wanted = Math.min(wantedNanos, MAX_HELD_BACK.toNanos());
      long now = clock.heldBack().toNanos();
      if (wanted != 0 && Math.abs(wanted - now) < TOLERANCE.toNanos()) {
        return;
      }
      long step = Math.clamp(wanted - now, -STEP.toNanos(), STEP.toNanos());
      clock.holdBack(Duration.ofNanos(now + step));
    }
  }
}
