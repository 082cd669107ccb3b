package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.negotiate.Agreement.RtcpForm;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtcpPacket.SenderReport;
import nl.digitalebalie.rtc.packet.RtcpWriter;
import nl.digitalebalie.rtc.time.MonoTime;

/** Composes our RTCP and says when the regular reports are due. */
final class Reports {
  /** Early, so that round trip and lip sync are known within the first second. */
  private static final Duration FIRST = Duration.ofMillis(200);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final RtcpForm form;
  private final LocalSources sources;
  private final RandomGenerator random;
  private MonoTime next;

  Reports(RtcpForm form, LocalSources sources, RandomGenerator random, MonoTime at) {
    this.form = form;
    this.sources = sources;
    this.random = random;
    this.next = at.plus(FIRST);
  }

  boolean isDue(MonoTime at) {
    return !at.isBefore(next);
  }

  MonoTime deadline() {
    return next;
  }

  /** RFC 3550 section 6.1: a report first, then SDES. */
  byte[] regular(MonoTime at, Outbound outbound, Inbound inbound) {
    // RFC 3550 section 6.2: varied between half and one and a half times, against synchronisation.
    next = at.plusNanos((long) (INTERVAL.toNanos() * (0.5 + random.nextDouble())));
    return RtcpWriter.write(compound(at, outbound, inbound));
  }

  /** Feedback that cannot wait for the next report (RFC 4585 section 3.2, RFC 5506 section 3.4). */
  byte[] immediate(List<RtcpPacket.Feedback> feedback) {
    List<RtcpPacket> packets = new ArrayList<>();
    if (form == RtcpForm.COMPOUND) {
      packets.add(new RtcpPacket.ReceiverReport(sources.videoSsrc(), List.of()));
      packets.add(description());
    }
    packets.addAll(feedback);
    return RtcpWriter.write(packets);
  }

  /** RFC 3550 section 6.6. */
  byte[] goodbye(MonoTime at, Outbound outbound, Inbound inbound) {
    List<RtcpPacket> packets = new ArrayList<>(compound(at, outbound, inbound));
    packets.add(
        new RtcpPacket.Goodbye(
            List.of(sources.videoSsrc(), sources.audioSsrc(), sources.retransmissionSsrc())));
    return RtcpWriter.write(packets);
  }

  private List<RtcpPacket> compound(MonoTime at, Outbound outbound, Inbound inbound) {
    List<ReportBlock> blocks = inbound.reports(at);
    List<SenderReport> reports = outbound.reports(at);
    List<RtcpPacket> packets = new ArrayList<>();
    if (reports.isEmpty()) {
      packets.add(new RtcpPacket.ReceiverReport(sources.videoSsrc(), blocks));
    } else {
      packets.add(with(reports.getFirst(), blocks));
      packets.addAll(reports.subList(1, reports.size()));
    }
    packets.add(description());
    return packets;
  }

  private static SenderReport with(SenderReport report, List<ReportBlock> blocks) {
    return new SenderReport(
        report.ssrc(), report.ntp(), report.timestamp(), report.packets(), report.octets(), blocks);
  }

  private RtcpPacket.SourceDescription description() {
    String name = sources.canonicalName();
    return new RtcpPacket.SourceDescription(
        List.of(
            new RtcpPacket.SourceDescription.Chunk(sources.videoSsrc(), name),
            new RtcpPacket.SourceDescription.Chunk(sources.audioSsrc(), name)));
  }
}
