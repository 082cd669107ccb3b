package nl.digitalebalie.rtc.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.Vp8Packetizer;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;

/** Cuts our pictures into packets and repeats those that were lost. */
public final class VideoSender {
  private final StreamAgreement agreement;
  private final OutgoingSource media;
  private final OutgoingSource retransmission;
  private final Vp8Packetizer packetizer;
  private final RetransmissionCache cache = new RetransmissionCache();
  private long frames;

  public VideoSender(StreamAgreement agreement, LocalSources sources, RandomGenerator random) {
    this.agreement = agreement;
    media = new OutgoingSource(sources.videoSsrc(), agreement.payloadType(), random);
    int repeatType =
        agreement.hasRetransmission() ? agreement.retransmissionType() : agreement.payloadType();
    retransmission = new OutgoingSource(sources.retransmissionSsrc(), repeatType, random);
    packetizer = new Vp8Packetizer(random.nextInt());
  }

  /** The packets of one picture; the last carries the marker (RFC 7741 section 4.1). */
  public List<RtpPacket> packets(EncodedVideo frame, MonoTime at) {
    frames++;
    media.captured(frame.timestamp(), at);
    List<byte[]> payloads = packetizer.cut(frame.payload());
    List<RtpPacket> packets = new ArrayList<>(payloads.size());
    for (int i = 0; i < payloads.size(); i++) {
      boolean last = i == payloads.size() - 1;
      packets.add(media.packet(frame.timestamp(), last, List.of(), payloads.get(i)));
    }
    return packets;
  }

  /** The packets a NACK asks for and that are still there. */
  public List<RtpPacket> repeat(RtcpPacket.Nack nack, MonoTime at, Duration roundTrip) {
    if (nack.media() != media.ssrc()) {
      return List.of();
    }
    List<RtpPacket> repeated = new ArrayList<>();
    for (int sequence : nack.lost()) {
      cache.repeat(sequence, at, roundTrip).map(this::repetition).ifPresent(repeated::add);
    }
    return repeated;
  }

  /** RFC 4588 section 4: the lost packet's number, then its payload. Without RTX, the packet. */
  private RtpPacket repetition(RtpPacket lost) {
    if (!agreement.hasRetransmission()) {
      return lost;
    }
    byte[] payload = new byte[lost.payload().length + 2];
    payload[0] = (byte) (lost.sequence() >> 8);
    payload[1] = (byte) lost.sequence();
    System.arraycopy(lost.payload(), 0, payload, 2, lost.payload().length);
    return retransmission.numbered(lost.marker(), lost.timestamp(), List.of(), payload);
  }

  /** A packet of ours left; the cache keeps it without the extensions added on the way. */
  public void left(RtpPacket packet, int bytes, MonoTime at) {
    if (packet.ssrc() == media.ssrc()) {
      media.left(packet, bytes);
      cache.keep(packet, at);
    } else {
      retransmission.left(packet, bytes);
    }
  }

  /** For our sender report. */
  public Optional<RtcpPacket.SenderReport> report(MonoTime at, NtpTime ntp) {
    return media.report(at, ntp);
  }

  /** Whether a source is ours. */
  public boolean owns(long ssrc) {
    return ssrc == media.ssrc() || ssrc == retransmission.ssrc();
  }

  /** What was agreed. */
  public StreamAgreement agreement() {
    return agreement;
  }

  /** Pictures handed in. */
  public long frames() {
    return frames;
  }

  /** Packets sent, retransmissions not counted. */
  public long packets() {
    return media.packets();
  }

  /** Bytes on the wire, retransmissions counted. */
  public long bytes() {
    return media.wireBytes() + retransmission.wireBytes();
  }

  /** Retransmissions sent. */
  public long repeated() {
    return retransmission.packets();
  }
}
