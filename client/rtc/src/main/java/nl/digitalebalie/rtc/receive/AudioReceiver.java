package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import nl.digitalebalie.rtc.jitter.AudioBuffer;
import nl.digitalebalie.rtc.jitter.PlayoutClock;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.packet.Unwrapper;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.OpusPacket;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;

/** The path of one source of sound: statistics, level, playout. */
public final class AudioReceiver {
  private final Unwrapper sequences = Unwrapper.of16Bits();
  private final Unwrapper timestamps = Unwrapper.of32Bits();
  private final SequenceGate gate = new SequenceGate();
  private final ReceptionStats stats;
  private final PlayoutClock clock;
  private final AudioBuffer buffer;
  private AudioLevel level = AudioLevel.UNKNOWN;
  private AudioLevel peak = AudioLevel.UNKNOWN;

  public AudioReceiver(long ssrc, PlayoutClock clock) {
    this.clock = clock;
    this.stats = new ReceptionStats(ssrc, MediaTime.AUDIO_RATE);
    this.buffer = new AudioBuffer(clock);
  }

  /** A packet of this source, and the level its header extension says. */
  public PacketVerdict arrived(RtpPacket packet, AudioLevel said, int size, MonoTime at) {
    SequenceGate.Verdict judged = gate.judge(packet.sequence());
    if (judged != SequenceGate.Verdict.PASS) {
      return judged == SequenceGate.Verdict.STRAY ? PacketVerdict.STRAY : PacketVerdict.RESTARTED;
    }
    long sequence = sequences.unwrap(packet.sequence());
    long timestamp = timestamps.unwrap(packet.timestamp());
    stats.arrived(sequence, timestamp, size, at);
    if (packet.payload().length == 0) {
      return PacketVerdict.USED;
    }
    OptionalInt ticks = OpusPacket.ticks(packet.payload());
    if (ticks.isEmpty()) {
      return PacketVerdict.MALFORMED;
    }
    level = said;
    if (said.isKnown() && (!peak.isKnown() || said.minusDbov() < peak.minusDbov())) {
      peak = said;
    }
    MediaTime time = MediaTime.audio(timestamp);
    clock.arrived(time, at);
    return switch (buffer.add(new EncodedAudio(packet.payload(), time, said))) {
      case KEPT -> PacketVerdict.USED;
      case TOO_LATE -> PacketVerdict.TOO_LATE;
      case OUT_OF_REACH -> PacketVerdict.STRAY;
      case DUPLICATE -> PacketVerdict.DUPLICATE;
    };
  }

  /** Sound to play or conceal now. */
  public List<AudioBuffer.Sound> due(MonoTime at) {
    return buffer.due(at);
  }

  /** When sound is due. */
  public Optional<MonoTime> deadline() {
    return buffer.deadline();
  }

  /** A sender report of this source. */
  public void reported(RtcpPacket.SenderReport report, MonoTime at) {
    stats.reported(report, at);
  }

  /** An RTP time of this source on the unwrapped clock. */
  public MediaTime mediaTime(long timestamp) {
    return MediaTime.audio(timestamps.unwrap(timestamp));
  }

  /** For our receiver report. */
  public Optional<ReportBlock> report(MonoTime at) {
    return stats.report(at);
  }

  /** Loss, jitter and bytes. */
  public ReceptionStats stats() {
    return stats;
  }

  /** The level of the newest packet. */
  public AudioLevel level() {
    return level;
  }

  /** The loudest since this was asked before. */
  public AudioLevel takePeak() {
    AudioLevel loudest = peak;
    peak = AudioLevel.UNKNOWN;
    return loudest;
  }

  /** How long sound waits. */
  public Duration playoutDelay() {
    return clock.delay();
  }
}
