package nl.digitalebalie.rtc.send;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.negotiate.ExtensionKind;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.HeaderExtension;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.rtc.time.NtpTime;

/** Puts our sound into packets, one frame each (RFC 7587 section 4.2). */
public final class AudioSender {
  /** Louder than this is taken for a voice (the V bit of RFC 6464 section 3). */
  private static final int VOICE_MINUS_DBOV = 50;

  private final StreamAgreement agreement;
  private final OutgoingSource media;
  private long frames;

  public AudioSender(StreamAgreement agreement, LocalSources sources, RandomGenerator random) {
    this.agreement = agreement;
    media = new OutgoingSource(sources.audioSsrc(), agreement.payloadType(), random);
  }

  /** The packet of one frame; the very first carries the marker (RFC 3551 section 4.1). */
  public RtpPacket packet(EncodedAudio frame, MonoTime at) {
    boolean beginsTalk = frames++ == 0;
    media.captured(frame.timestamp(), at);
    return media.packet(frame.timestamp(), beginsTalk, level(frame.level()), frame.payload());
  }

  private List<HeaderExtension> level(AudioLevel level) {
    var id = agreement.extension(ExtensionKind.AUDIO_LEVEL);
    if (id.isEmpty() || !level.isKnown()) {
      return List.of();
    }
    int voice = level.minusDbov() < VOICE_MINUS_DBOV ? 0x80 : 0;
    byte[] value = {(byte) (voice | level.minusDbov())};
    return List.of(new HeaderExtension(id.getAsInt(), value));
  }

  /** A packet of ours left. */
  public void left(RtpPacket packet, int bytes) {
    media.left(packet, bytes);
  }

  /** For our sender report. */
  public Optional<RtcpPacket.SenderReport> report(MonoTime at, NtpTime ntp) {
    return media.report(at, ntp);
  }

  /** Whether a source is ours. */
  public boolean owns(long ssrc) {
    return ssrc == media.ssrc();
  }

  /** What was agreed. */
  public StreamAgreement agreement() {
    return agreement;
  }

  /** Frames handed in. */
  public long frames() {
    return frames;
  }

  /** Packets sent. */
  public long packets() {
    return media.packets();
  }

  /** Bytes on the wire. */
  public long bytes() {
    return media.wireBytes();
  }
}
