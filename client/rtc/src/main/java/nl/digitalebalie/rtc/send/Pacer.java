package nl.digitalebalie.rtc.send;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Spreads packets over time, so that a key frame is no burst that overflows a home router. Sound
 * passes at once; retransmissions go before new pictures, because somebody waits for them.
 *
 * <p>Overflow policy: all waiting pictures are dropped and a key frame is made; retransmissions
 * that find no room are dropped and asked for again.
 */
public final class Pacer {
  /** Which queue a packet takes. */
  public enum Lane {
    AUDIO,
    RETRANSMISSION,
    VIDEO
  }

  /** What became of a packet. */
  public enum Verdict {
    QUEUED,
    DROPPED,
    /** Every waiting picture was dropped: the encoder must begin anew. */
    PICTURES_DROPPED
  }

  /** Two seconds at 2.5 Mbit/s plus a key frame; more only means more delay. */
  private static final int MAX_VIDEO = 700;

  private static final int MAX_RETRANSMISSIONS = 200;

  /** A picture that waits longer than this is worse than a short burst. */
  private static final double MAX_QUEUE_SECONDS = 0.5;

  /** A late timer may catch up this much. */
  private static final long CREDIT_NANOS = 5_000_000L;

  /** Waking for every single packet would cost more than it gives. */
  private static final Duration WAKE_SLACK = Duration.ofMillis(2);

  private static final double NANOS_PER_SECOND = 1e9;

  /** Header, extensions, SRTP tag, UDP and IP. */
  private static final int OVERHEAD_BYTES = 70;

  private final ArrayDeque<RtpPacket> audio = new ArrayDeque<>();
  private final ArrayDeque<RtpPacket> retransmissions = new ArrayDeque<>();
  private final ArrayDeque<RtpPacket> video = new ArrayDeque<>();
  private long waitingBits;
  private double bitsPerSecond;
  private Optional<MonoTime> nextSend = Optional.empty();

  public Pacer(double bitsPerSecond) {
    this.bitsPerSecond = bitsPerSecond;
  }

  /** How fast packets may leave from now on. */
  public void rate(double newBitsPerSecond) {
    bitsPerSecond = newBitsPerSecond;
  }

  /** One packet wants to leave. */
  public Verdict add(Lane lane, RtpPacket packet) {
    return switch (lane) {
      case AUDIO -> {
        audio.add(packet);
        yield Verdict.QUEUED;
      }
      case RETRANSMISSION -> {
        if (retransmissions.size() >= MAX_RETRANSMISSIONS) {
          yield Verdict.DROPPED;
        }
        retransmissions.add(packet);
        waitingBits += bits(packet);
        yield Verdict.QUEUED;
      }
      case VIDEO -> addVideo(packet);
    };
  }

  private Verdict addVideo(RtpPacket packet) {
    if (video.size() >= MAX_VIDEO) {
      video.forEach(dropped -> waitingBits -= bits(dropped));
      video.clear();
      return Verdict.PICTURES_DROPPED;
    }
    video.add(packet);
    waitingBits += bits(packet);
    return Verdict.QUEUED;
  }

  private static long bits(RtpPacket packet) {
    return 8L * (packet.payload().length + OVERHEAD_BYTES);
  }

  /** Packets that leave now. */
  public List<RtpPacket> due(MonoTime at) {
    List<RtpPacket> due = new ArrayList<>(audio);
    audio.clear();
    while (isWaiting() && !nextSend.map(at::isBefore).orElse(false)) {
      RtpPacket packet = retransmissions.isEmpty() ? video.remove() : retransmissions.remove();
      MonoTime from = notBefore(at.plusNanos(-CREDIT_NANOS));
      nextSend = Optional.of(from.plusNanos((long) (bits(packet) / rate() * NANOS_PER_SECOND)));
      waitingBits -= bits(packet);
      due.add(packet);
    }
    return due;
  }

  private MonoTime notBefore(MonoTime earliest) {
    return nextSend.filter(next -> !next.isBefore(earliest)).orElse(earliest);
  }

  private double rate() {
    return Math.max(bitsPerSecond, waitingBits / MAX_QUEUE_SECONDS);
  }

  private boolean isWaiting() {
    return !retransmissions.isEmpty() || !video.isEmpty();
  }

  /** When the next packet leaves. */
  public Optional<MonoTime> deadline() {
    return isWaiting() ? nextSend.map(next -> next.plus(WAKE_SLACK)) : Optional.empty();
  }
}
