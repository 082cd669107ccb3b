package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.negotiate.Agreement;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.net.DatagramKind;
import nl.digitalebalie.rtc.net.EarlyDatagrams.Early;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpReader;
import nl.digitalebalie.rtc.packet.RtcpResult;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.rtc.time.Earliest;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * A session whose media flows: packets in, playout out; frames in, packets out; reports both ways.
 */
final class Call {
  private static final Duration STATS_INTERVAL = Duration.ofSeconds(1);

  private final PacketProtection protection;
  private final DiscardCounts discards;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Reports reports;
  private final StatsSampler sampler;
  private final Set<Long> departed = new HashSet<>();
  private MonoTime nextStats;

  Call(
      RtcConfig config,
      Agreement agreement,
      LocalSources sources,
      PacketProtection protection,
      RandomGenerator random,
      DiscardCounts discards,
      MonoTime at) {
    this.protection = protection;
    this.discards = discards;
    inbound = new Inbound(config, agreement, discards);
    outbound = new Outbound(config, agreement, sources, random, at);
    reports = new Reports(agreement.rtcpForm(), sources, random, at);
    sampler = new StatsSampler(inbound, outbound, discards, at);
    nextStats = at.plus(STATS_INTERVAL);
  }

  void begin(Consumer<? super Output> out) {
    outbound.announceTarget(out);
  }

  /** One SRTP or SRTCP packet. */
  void datagram(Early packet, Consumer<? super Output> out) {
    boolean rtp = packet.kind() == DatagramKind.RTP;
    Unprotected result =
        rtp ? protection.unprotectRtp(packet.bytes()) : protection.unprotectRtcp(packet.bytes());
    switch (result) {
      case Unprotected.Rejected(Unprotected.Reason reason) -> discards.count(reason);
      case Unprotected.Plain(byte[] plain) -> {
        if (rtp) {
          inbound.rtp(plain, packet.at());
        } else {
          rtcp(plain, packet.at(), out);
        }
      }
    }
  }

  private void rtcp(byte[] plain, MonoTime at, Consumer<? super Output> out) {
    switch (RtcpReader.read(plain)) {
      case RtcpResult.Malformed _ -> discards.count(Discard.MALFORMED_RTCP);
      case RtcpResult.Read(List<RtcpPacket> packets) ->
          packets.forEach(packet -> rtcp(packet, at, out));
    }
  }

  private void rtcp(RtcpPacket packet, MonoTime at, Consumer<? super Output> out) {
    switch (packet) {
      case RtcpPacket.SenderReport report -> {
        inbound.reported(report, at);
        outbound.received(report.blocks(), at);
      }
      case RtcpPacket.ReceiverReport report -> outbound.received(report.blocks(), at);
      case RtcpPacket.Nack nack -> outbound.nacked(nack, at);
      case RtcpPacket.PictureLoss loss -> outbound.pictureLost(loss, at, out);
      case RtcpPacket.FullIntraRequest request -> outbound.fullIntra(request, at, out);
      case RtcpPacket.TransportFeedback feedback -> outbound.feedback(feedback, at);
      case RtcpPacket.MaxBitrate limit -> outbound.limited(limit, at);
      case RtcpPacket.Goodbye goodbye -> departed(goodbye, at, out);
      case RtcpPacket.SourceDescription _, RtcpPacket.Other _ -> {}
    }
  }

  /** One source may leave alone; the peer has left when all we heard have. */
  private void departed(RtcpPacket.Goodbye goodbye, MonoTime at, Consumer<? super Output> out) {
    Set<Long> heard = inbound.sources();
    boolean before = departed.containsAll(heard) && !heard.isEmpty();
    goodbye.ssrcs().stream().filter(heard::contains).forEach(departed::add);
    if (!before && !heard.isEmpty() && departed.containsAll(heard)) {
      out.accept(new Output.Happened(new RtcEvent.RemoteLeft(at)));
    }
  }

  void video(EncodedVideo frame, MonoTime at, Consumer<? super Output> out) {
    outbound.video(frame, at, out);
  }

  void audio(EncodedAudio frame, MonoTime at) {
    outbound.audio(frame, at);
  }

  void decoderFailed() {
    inbound.decoderFailed();
  }

  /** Does everything that is due. */
  void run(MonoTime at, Consumer<? super Output> out) {
    inbound.play(at, out);
    List<RtcpPacket.Feedback> feedback =
        inbound.feedback(at, outbound.feedbackSource(), outbound.roundTripOrDefault());
    if (!feedback.isEmpty()) {
      sendRtcp(reports.immediate(feedback), out);
    }
    outbound.announceTarget(out);
    for (RtpPacket packet : outbound.due(at)) {
      byte[] bytes = protection.protectRtp(packet.toBytes());
      outbound.left(packet, bytes.length, at);
      out.accept(new Output.Send(bytes));
    }
    if (reports.isDue(at)) {
      sendRtcp(reports.regular(at, outbound, inbound), out);
    }
    if (!at.isBefore(nextStats)) {
      nextStats = at.plus(STATS_INTERVAL);
      out.accept(new Output.Happened(new RtcEvent.StatsSampled(sampler.sample(at))));
    }
  }

  private void sendRtcp(byte[] plain, Consumer<? super Output> out) {
    out.accept(new Output.Send(protection.protectRtcp(plain)));
  }

  void goodbye(MonoTime at, Consumer<? super Output> out) {
    sendRtcp(reports.goodbye(at, outbound, inbound), out);
  }

  Optional<MonoTime> deadline(MonoTime at) {
    Earliest earliest = new Earliest();
    earliest.consider(nextStats);
    earliest.consider(reports.deadline());
    inbound.deadline(at).ifPresent(earliest::consider);
    outbound.deadline().ifPresent(earliest::consider);
    return earliest.moment();
  }
}
