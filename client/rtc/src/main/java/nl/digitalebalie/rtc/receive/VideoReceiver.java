package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.rtc.jitter.CompletePicture;
import nl.digitalebalie.rtc.jitter.FrameAssembler;
import nl.digitalebalie.rtc.jitter.PlayoutClock;
import nl.digitalebalie.rtc.jitter.VideoBuffer;
import nl.digitalebalie.rtc.jitter.VideoPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.packet.Unwrapper;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.payload.Vp8Descriptor;
import nl.digitalebalie.rtc.time.Earliest;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * The path of one source of pictures: statistics, gaps, depayload, assembly, order, playout.
 *
 * <p>Retransmissions enter behind the statistics: they are no packets of this source, and the
 * network's loss must stay visible to the sender.
 */
public final class VideoReceiver {
  private final long ssrc;
  private final Unwrapper sequences = Unwrapper.of16Bits();
  private final Unwrapper timestamps = Unwrapper.of32Bits();
  private final SequenceGate gate = new SequenceGate();
  private final ReceptionStats stats;
  private final NackGenerator gaps = new NackGenerator();
  private final FrameAssembler assembler = new FrameAssembler();
  private final PlayoutClock clock;
  private final VideoBuffer buffer;
  private final RecentSequences seen = new RecentSequences();
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private long received;
  private long keyFramesReceived;
  private long nacks;
  private long pictureLosses;
  private long retransmissions;
  private int width;
  private int height;

  public VideoReceiver(long ssrc, PlayoutClock clock) {
    this.ssrc = ssrc;
    this.clock = clock;
    this.stats = new ReceptionStats(ssrc, MediaTime.VIDEO_RATE);
    this.buffer = new VideoBuffer(clock);
  }

  /** A packet of this source. */
  public PacketVerdict arrived(RtpPacket packet, int size, MonoTime at) {
    SequenceGate.Verdict judged = gate.judge(packet.sequence());
    if (judged != SequenceGate.Verdict.PASS) {
      return judged == SequenceGate.Verdict.STRAY ? PacketVerdict.STRAY : PacketVerdict.RESTARTED;
    }
    long sequence = sequences.unwrap(packet.sequence());
    long timestamp = timestamps.unwrap(packet.timestamp());
    stats.arrived(sequence, timestamp, size, at);
    return accept(packet, sequence, timestamp, at);
  }

  /** A packet of this source that came by retransmission. */
  public PacketVerdict retransmitted(RtpPacket packet, MonoTime at) {
    if (stats.packets() == 0) {
      // Without a packet of the source itself its numbers could be placed anywhere.
      return PacketVerdict.TOO_LATE;
    }
    if (gate.judge(packet.sequence()) != SequenceGate.Verdict.PASS) {
      return PacketVerdict.STRAY;
    }
    retransmissions++;
    long sequence = sequences.unwrap(packet.sequence());
    long timestamp = timestamps.unwrap(packet.timestamp());
    return accept(packet, sequence, timestamp, at);
  }

  private PacketVerdict accept(RtpPacket packet, long sequence, long timestamp, MonoTime at) {
    if (seen.add(sequence) == RecentSequences.Verdict.SEEN) {
      return PacketVerdict.DUPLICATE;
    }
    gaps.arrived(sequence, at);
    if (packet.payload().length == 0) {
      buffer.skip(sequence);
      return PacketVerdict.USED;
    }
    if (sequence < buffer.next()) {
      return PacketVerdict.TOO_LATE;
    }
    return switch (Vp8Descriptor.read(packet.payload())) {
      case Vp8Descriptor.Result.Malformed _ -> PacketVerdict.MALFORMED;
      case Vp8Descriptor.Result.Read(Vp8Descriptor descriptor) ->
          assemble(
              new VideoPacket(
                  sequence,
                  timestamp,
                  descriptor.beginsPicture() ? VideoPacket.Place.BEGIN : VideoPacket.Place.INSIDE,
                  packet.marker(),
                  descriptor.piece(packet.payload()),
                  at));
    };
  }

  private PacketVerdict assemble(VideoPacket packet) {
    return switch (assembler.add(packet)) {
      case FrameAssembler.Outcome.Incomplete _ -> PacketVerdict.USED;
      case FrameAssembler.Outcome.Duplicate _ -> PacketVerdict.DUPLICATE;
      case FrameAssembler.Outcome.Malformed _ -> {
        keyFrames.want();
        yield PacketVerdict.MALFORMED;
      }
      case FrameAssembler.Outcome.Complete(CompletePicture picture) -> {
        complete(picture);
        yield PacketVerdict.USED;
      }
    };
  }

  private void complete(CompletePicture picture) {
    received++;
    if (picture.video().kind() == FrameKind.DELTA || keyFramesReceived == 0) {
      // A key frame is late because it is large. Waiting for all that long because of it would cost
      // every word a tenth of a second; it may come late itself.
      clock.arrived(picture.video().timestamp(), picture.at());
    }
    if (picture.video().kind() == FrameKind.KEY) {
      keyFramesReceived++;
      width = picture.video().width();
      height = picture.video().height();
      keyFrames.satisfied();
    }
    buffer.add(picture);
  }

  /** Our decoder could not decode what was played. */
  public void decoderFailed() {
    buffer.restart();
    keyFrames.want();
  }

  /** Pictures to play now. */
  public List<EncodedVideo> due(MonoTime at) {
    List<EncodedVideo> due = buffer.due(at);
    if (!due.isEmpty()) {
      assembler.forgetBefore(buffer.next());
      gaps.forgetBefore(buffer.next());
    }
    return due;
  }

  /** Feedback to send now, after {@link #due}. */
  public List<RtcpPacket.Feedback> feedback(MonoTime at, long sender, Duration roundTrip) {
    List<RtcpPacket.Feedback> feedback = new ArrayList<>();
    NackGenerator.Decision decision = gaps.due(at, roundTrip);
    if (!decision.ask().isEmpty()) {
      nacks++;
      feedback.add(new RtcpPacket.Nack(sender, ssrc, decision.ask()));
    }
    if (decision.outlook() == NackGenerator.Outlook.GIVEN_UP
        || buffer.need(at, gaps.state()) == VideoBuffer.Need.KEY_FRAME) {
      keyFrames.want();
    }
    if (keyFrames.due(at) == KeyFrameRequests.Verdict.ASK) {
      pictureLosses++;
      feedback.add(new RtcpPacket.PictureLoss(sender, ssrc));
    }
    return feedback;
  }

  /** When something is due. */
  public Optional<MonoTime> deadline(MonoTime at) {
    Earliest earliest = new Earliest();
    gaps.deadline().ifPresent(earliest::consider);
    keyFrames.deadline().ifPresent(earliest::consider);
    buffer.deadline(at).ifPresent(earliest::consider);
    return earliest.moment();
  }

  /** A sender report of this source. */
  public void reported(RtcpPacket.SenderReport report, MonoTime at) {
    stats.reported(report, at);
  }

  /** An RTP time of this source on the unwrapped clock. */
  public MediaTime mediaTime(long timestamp) {
    return MediaTime.video(timestamps.unwrap(timestamp));
  }

  /** For our receiver report. */
  public Optional<ReportBlock> report(MonoTime at) {
    return stats.report(at);
  }

  /** Loss, jitter and bytes. */
  public ReceptionStats stats() {
    return stats;
  }

  /** Counters for the statistics. */
  public Counters counters() {
    return new Counters(
        received,
        buffer.dropped(),
        keyFramesReceived,
        nacks,
        pictureLosses,
        retransmissions,
        width,
        height,
        clock.delay());
  }

  /** What {@link #counters} counts, from the beginning. */
  public record Counters(
      long received,
      long dropped,
      long keyFrames,
      long nacksSent,
      long pictureLossesSent,
      long retransmissions,
      int width,
      int height,
      Duration playoutDelay) {}
}
