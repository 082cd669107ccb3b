package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.RtcStats.AudioIn;
import nl.digitalebalie.rtc.RtcStats.In;
import nl.digitalebalie.rtc.RtcStats.Out;
import nl.digitalebalie.rtc.RtcStats.VideoIn;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.receive.AudioReceiver;
import nl.digitalebalie.rtc.receive.ReceptionStats;
import nl.digitalebalie.rtc.receive.VideoReceiver;
import nl.digitalebalie.rtc.time.MonoTime;

/** Gathers the counters of both directions and turns their growth into rates. */
final class StatsSampler {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final In NO_STREAM = new In(0, 0, 0, 0, Duration.ZERO, 0);
  private static final VideoReceiver.Counters NO_VIDEO =
      new VideoReceiver.Counters(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  private final Inbound inbound;
  private final Outbound outbound;
  private final DiscardCounts discards;
  private final Growth videoInBytes = new Growth();
  private final Growth audioInBytes = new Growth();
  private final Growth videoOutBytes = new Growth();
  private final Growth audioOutBytes = new Growth();
  private final Growth framesPlayed = new Growth();
  private MonoTime last;

  /** How much a counter grew since it was read before. */
  private static final class Growth {
    private long before;

    double perSecond(long now, double seconds) {
      double growth = seconds > 0 ? (now - before) / seconds : 0;
      before = now;
      return growth;
    }
  }

  StatsSampler(Inbound inbound, Outbound outbound, DiscardCounts discards, MonoTime at) {
    this.inbound = inbound;
    this.outbound = outbound;
    this.discards = discards;
    this.last = at;
  }

  RtcStats sample(MonoTime at) {
    double seconds = at.nanosSince(last) / NANOS_PER_SECOND;
    last = at;
    return new RtcStats(
        at,
        outbound.roundTrip().orElse(Duration.ZERO),
        videoIn(seconds),
        audioIn(seconds),
        videoOut(seconds),
        audioOut(seconds),
        discards.discarded(),
        discards.rejected());
  }

  private VideoIn videoIn(double seconds) {
    VideoReceiver.Counters counters = inbound.video().map(VideoReceiver::counters).orElse(NO_VIDEO);
    return new VideoIn(
        stream(inbound.video().map(VideoReceiver::stats), videoInBytes, seconds),
        counters.received(),
        inbound.videoPlayed(),
        counters.dropped(),
        counters.keyFrames(),
        framesPlayed.perSecond(inbound.videoPlayed(), seconds),
        inbound.freezes().freezes(),
        inbound.freezes().frozen(),
        counters.width(),
        counters.height(),
        counters.playoutDelay(),
        counters.nacksSent(),
        counters.pictureLossesSent(),
        counters.retransmissions());
  }

  private AudioIn audioIn(double seconds) {
    return new AudioIn(
        stream(inbound.audio().map(AudioReceiver::stats), audioInBytes, seconds),
        inbound.audioPlayed(),
        inbound.audioConcealed(),
        inbound.audio().map(AudioReceiver::level).orElse(AudioLevel.UNKNOWN),
        inbound.audio().map(AudioReceiver::takePeak).orElse(AudioLevel.UNKNOWN),
        inbound.audio().map(AudioReceiver::playoutDelay).orElse(Duration.ZERO));
  }

  private static In stream(Optional<ReceptionStats> stats, Growth bytes, double seconds) {
    return stats.map(received -> stream(received, bytes, seconds)).orElse(NO_STREAM);
  }

  private static In stream(ReceptionStats stats, Growth bytes, double seconds) {
    long lost = Math.max(0, stats.lost());
    double share = (double) lost / Math.max(1, stats.packets() + lost);
    return new In(
        stats.packets(),
        stats.bytes(),
        lost,
        share,
        stats.jitter(),
        Math.round(8 * bytes.perSecond(stats.bytes(), seconds)));
  }

  private Out videoOut(double seconds) {
    return outbound
        .video()
        .map(sender ->
            new Out(
                sender.frames(),
                sender.packets(),
                sender.bytes(),
                Math.round(8 * videoOutBytes.perSecond(sender.bytes(), seconds)),
                outbound.videoLoss(),
                outbound.targetBitsPerSecond(),
                outbound.nacksReceived(),
                outbound.keyFrameDemands(),
                sender.repeated()))
        .orElse(new Out(0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private Out audioOut(double seconds) {
    return outbound
        .audio()
        .map(sender ->
            new Out(
                sender.frames(),
                sender.packets(),
                sender.bytes(),
                Math.round(8 * audioOutBytes.perSecond(sender.bytes(), seconds)),
                outbound.audioLoss(),
                0,
                0,
                0,
                0))
        .orElse(new Out(0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
