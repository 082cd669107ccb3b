package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.congestion.LossController;
import nl.digitalebalie.rtc.congestion.RateController;
import nl.digitalebalie.rtc.negotiate.Agreement;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtcpPacket.SenderReport;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.send.AudioSender;
import nl.digitalebalie.rtc.send.KeyFrameDemands;
import nl.digitalebalie.rtc.send.Pacer;
import nl.digitalebalie.rtc.send.PacketStamper;
import nl.digitalebalie.rtc.send.VideoSender;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpClock;
import nl.digitalebalie.rtc.time.NtpTime;

/** Everything we send the peer, and what the peer says about it. */
final class Outbound {
  /** Until the first report: a transatlantic path, so that nothing is asked for twice too soon. */
  private static final Duration DEFAULT_ROUND_TRIP = Duration.ofMillis(100);

  /** Beyond this a report lies; nobody talks over such a path. */
  private static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

  /** A change of target smaller than this is not worth telling the encoder. */
  private static final double TARGET_STEP = 0.10;

  private static final long MIDDLE_MASK = 0xFFFF_FFFFL;

  private final RtcConfig config;
  private final NtpClock clock;
  private final long feedbackSource;
  private final Optional<VideoSender> video;
  private final Optional<AudioSender> audio;
  private final Pacer pacer;
  private final PacketStamper stamper = new PacketStamper();
  private final RateController controller;
  private final KeyFrameDemands demands = new KeyFrameDemands();
  private final List<RtpPacket> stampedOriginals = new ArrayList<>();
  private Optional<RateController.Target> announced = Optional.empty();
  private Optional<Duration> roundTrip = Optional.empty();
  private double videoLoss;
  private double audioLoss;
  private long nacksReceived;

  Outbound(
      RtcConfig config,
      Agreement agreement,
      LocalSources sources,
      RandomGenerator random,
      MonoTime start) {
    this.config = config;
    clock = new NtpClock(start);
    feedbackSource = sources.videoSsrc();
    video =
        agreement.stream(Codec.VP8)
            .filter(stream -> stream.direction().sends())
            .map(stream -> new VideoSender(stream, sources, random));
    audio =
        agreement.stream(Codec.OPUS)
            .filter(stream -> stream.direction().sends())
            .map(stream -> new AudioSender(stream, sources, random));
    controller =
        new LossController(
            config.startVideoBitsPerSecond(),
            config.minVideoBitsPerSecond(),
            config.maxVideoBitsPerSecond(),
            config.maxFramesPerSecond());
    pacer = new Pacer(config.startVideoBitsPerSecond() * config.pacingFactor());
  }

  /** A picture to send. */
  void video(EncodedVideo frame, MonoTime at, Consumer<? super Output> out) {
    if (video.isEmpty()) {
      return;
    }
    for (RtpPacket packet : video.get().packets(frame, at)) {
      if (pacer.add(Pacer.Lane.VIDEO, packet) == Pacer.Verdict.PICTURES_DROPPED) {
        out.accept(new Output.Happened(new RtcEvent.KeyFrameRequested()));
        return;
      }
    }
  }

  /** Sound to send. */
  void audio(EncodedAudio frame, MonoTime at) {
    audio.ifPresent(sender -> pacer.add(Pacer.Lane.AUDIO, sender.packet(frame, at)));
  }

  /** Packets that leave now, stamped; each is told back by {@link #left}. */
  List<RtpPacket> due(MonoTime at) {
    List<RtpPacket> stamped = new ArrayList<>();
    for (RtpPacket packet : pacer.due(at)) {
      stamped.add(stamp(packet, at));
    }
    return stamped;
  }

  private RtpPacket stamp(RtpPacket packet, MonoTime at) {
    boolean ofVideo = video.map(sender -> sender.owns(packet.ssrc())).orElse(false);
    var agreement = ofVideo ? video.orElseThrow().agreement() : audio.orElseThrow().agreement();
    PacketStamper.Stamped stamped = stamper.stamp(packet, agreement);
    controller.sent(stamped.number(), stamped.packet().payload().length, at);
    stampedOriginals.add(packet);
    return stamped.packet();
  }

  /** A stamped packet left, in the order of {@link #due}. */
  void left(RtpPacket stamped, int bytes, MonoTime at) {
    RtpPacket original = stampedOriginals.removeFirst();
    if (original.ssrc() != stamped.ssrc() || original.sequence() != stamped.sequence()) {
      throw new IllegalStateException("packets leave in the order they were stamped");
    }
    if (audio.map(sender -> sender.owns(original.ssrc())).orElse(false)) {
      audio.orElseThrow().left(original, bytes);
    } else {
      video.orElseThrow().left(original, bytes, at);
    }
  }

  /** The peer lost packets of ours. */
  void nacked(RtcpPacket.Nack nack, MonoTime at) {
    nacksReceived++;
    video.ifPresent(sender ->
        sender
            .repeat(nack, at, roundTripOrDefault())
            .forEach(packet -> pacer.add(Pacer.Lane.RETRANSMISSION, packet)));
  }

  void pictureLost(RtcpPacket.PictureLoss loss, MonoTime at, Consumer<? super Output> out) {
    if (video.map(sender -> sender.owns(loss.media())).orElse(false)) {
      request(demands.pictureLost(at), out);
    }
  }

  void fullIntra(RtcpPacket.FullIntraRequest request, MonoTime at, Consumer<? super Output> out) {
    request.entries().stream()
        .filter(entry -> video.map(sender -> sender.owns(entry.ssrc())).orElse(false))
        .findFirst()
        .ifPresent(entry -> request(demands.fullIntra(entry, at), out));
  }

  private static void request(KeyFrameDemands.Verdict verdict, Consumer<? super Output> out) {
    if (verdict == KeyFrameDemands.Verdict.GRANTED) {
      out.accept(new Output.Happened(new RtcEvent.KeyFrameRequested()));
    }
  }

  void feedback(RtcpPacket.TransportFeedback feedback, MonoTime at) {
    controller.feedback(feedback, at);
  }

  void limited(RtcpPacket.MaxBitrate limit, MonoTime at) {
    controller.limited(limit.bitsPerSecond(), at);
  }

  /** The peer's report about our sources. */
  void received(List<ReportBlock> blocks, MonoTime at) {
    for (ReportBlock block : blocks) {
      double share = block.fractionLost() / 256.0;
      if (video.map(sender -> sender.owns(block.ssrc())).orElse(false)) {
        videoLoss = share;
        controller.lossReported(share, at);
        measure(block, at);
      } else if (audio.map(sender -> sender.owns(block.ssrc())).orElse(false)) {
        audioLoss = share;
        measure(block, at);
      }
    }
  }

  /** RFC 3550 section 6.4.1: "round-trip propagation delay ... A - LSR - DLSR". */
  private void measure(ReportBlock block, MonoTime at) {
    if (block.lastReport() == 0) {
      return;
    }
    long now = clock.at(at).middle();
    long units = now - block.lastReport() - block.delaySinceLastReport() & MIDDLE_MASK;
    // Rounding can put a tiny round trip a unit or two below zero.
    long measured = units > MIDDLE_MASK / 2 ? 0 : units;
    Duration duration = NtpTime.ofMiddleUnits(measured);
    if (duration.compareTo(MAX_ROUND_TRIP) <= 0) {
      roundTrip = Optional.of(duration);
    }
  }

  /** Tells the encoder and the pacer when the target has changed enough. */
  void announceTarget(Consumer<? super Output> out) {
    RateController.Target target = controller.target();
    if (video.isEmpty() || announced.filter(before -> isNear(before, target)).isPresent()) {
      return;
    }
    announced = Optional.of(target);
    pacer.rate(target.bitsPerSecond() * config.pacingFactor());
    out.accept(
        new Output.Happened(
            new RtcEvent.VideoTarget(target.bitsPerSecond(), target.framesPerSecond())));
  }

  private static boolean isNear(RateController.Target before, RateController.Target now) {
    double change = Math.abs(now.bitsPerSecond() - before.bitsPerSecond());
    return before.framesPerSecond() == now.framesPerSecond()
        && change < TARGET_STEP * before.bitsPerSecond();
  }

  /** Our sender reports, without blocks. */
  List<SenderReport> reports(MonoTime at) {
    List<SenderReport> reports = new ArrayList<>();
    video.flatMap(sender -> sender.report(at, clock.at(at))).ifPresent(reports::add);
    audio.flatMap(sender -> sender.report(at, clock.at(at))).ifPresent(reports::add);
    return reports;
  }

  Optional<MonoTime> deadline() {
    return pacer.deadline();
  }

  long feedbackSource() {
    return feedbackSource;
  }

  Duration roundTripOrDefault() {
    return roundTrip.orElse(DEFAULT_ROUND_TRIP);
  }

  Optional<Duration> roundTrip() {
    return roundTrip;
  }

  Optional<VideoSender> video() {
    return video;
  }

  Optional<AudioSender> audio() {
    return audio;
  }

  long targetBitsPerSecond() {
    return controller.target().bitsPerSecond();
  }

  double videoLoss() {
    return videoLoss;
  }

  double audioLoss() {
    return audioLoss;
  }

  long nacksReceived() {
    return nacksReceived;
  }

  long keyFrameDemands() {
    return demands.received();
  }
}
