package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.jitter.AudioBuffer;
import nl.digitalebalie.rtc.jitter.FreezeDetector;
import nl.digitalebalie.rtc.jitter.LipSync;
import nl.digitalebalie.rtc.jitter.PlayoutClock;
import nl.digitalebalie.rtc.negotiate.Agreement;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.ExtensionKind;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.packet.RtcpPacket.ReportBlock;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.packet.RtpResult;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.receive.ArrivalRecorder;
import nl.digitalebalie.rtc.receive.AudioReceiver;
import nl.digitalebalie.rtc.receive.PacketVerdict;
import nl.digitalebalie.rtc.receive.Retransmission;
import nl.digitalebalie.rtc.receive.Router;
import nl.digitalebalie.rtc.receive.VideoReceiver;
import nl.digitalebalie.rtc.time.Earliest;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Everything the peer sends us: parse, record the arrival, route to a source, play when due.
 *
 * <p>A receiver exists from the first packet of its source; before that there is nothing to report.
 */
final class Inbound {
  private final Router router;
  private final DiscardCounts discards;
  private final Optional<StreamAgreement> audioAgreement;
  private final Optional<StreamAgreement> videoAgreement;
  private final PlayoutClock audioClock;
  private final PlayoutClock videoClock;
  private final LipSync lipSync;
  private final ArrivalRecorder arrivals = new ArrivalRecorder();
  private final FreezeDetector freezes = new FreezeDetector();
  private Optional<AudioReceiver> audio = Optional.empty();
  private Optional<VideoReceiver> video = Optional.empty();
  private long videoSource;
  private long audioSource;
  private long videoPlayed;
  private long audioPlayed;
  private long audioConcealed;

  Inbound(RtcConfig config, Agreement agreement, DiscardCounts discards) {
    this.discards = discards;
    router = new Router(agreement.streams());
    audioAgreement = agreement.stream(Codec.OPUS);
    videoAgreement = agreement.stream(Codec.VP8);
    audioClock = new PlayoutClock(config.minAudioDelay(), config.maxAudioDelay());
    videoClock = new PlayoutClock(config.minVideoDelay(), config.maxVideoDelay());
    lipSync = new LipSync(audioClock, videoClock);
  }

  /** One decrypted RTP packet. */
  void rtp(byte[] plain, MonoTime at) {
    switch (RtpPacket.read(plain)) {
      case RtpResult.Malformed _ -> discards.count(Discard.MALFORMED_RTP);
      case RtpResult.Read(RtpPacket packet) -> rtp(packet, plain.length, at);
    }
  }

  private void rtp(RtpPacket packet, int size, MonoTime at) {
    switch (router.route(packet)) {
      case AUDIO -> {
        recordArrival(packet, audioAgreement.orElseThrow(), at);
        PacketVerdict verdict = audio(packet).arrived(packet, level(packet), size, at);
        count(verdict);
        if (verdict == PacketVerdict.RESTARTED) {
          audio = Optional.empty();
        }
      }
      case VIDEO -> {
        recordArrival(packet, videoAgreement.orElseThrow(), at);
        PacketVerdict verdict = video(packet.ssrc()).arrived(packet, size, at);
        count(verdict);
        if (verdict == PacketVerdict.RESTARTED) {
          video = Optional.empty();
        }
      }
      case RETRANSMISSION -> {
        recordArrival(packet, videoAgreement.orElseThrow(), at);
        retransmission(packet, at);
      }
      case UNKNOWN -> discards.count(Discard.UNKNOWN_STREAM);
    }
  }

  private void recordArrival(RtpPacket packet, StreamAgreement agreement, MonoTime at) {
    OptionalInt id = agreement.extension(ExtensionKind.TRANSPORT_SEQUENCE);
    if (id.isPresent()) {
      packet
          .extension(id.getAsInt())
          .filter(value -> value.length == 2)
          .ifPresent(value -> arrivals.arrived((value[0] & 0xFF) << 8 | (value[1] & 0xFF), at));
    }
  }

  private AudioReceiver audio(RtpPacket packet) {
    if (audio.isEmpty()) {
      audioSource = packet.ssrc();
      audio = Optional.of(new AudioReceiver(packet.ssrc(), audioClock));
    }
    return audio.get();
  }

  private VideoReceiver video(long ssrc) {
    if (video.isEmpty()) {
      videoSource = ssrc;
      video = Optional.of(new VideoReceiver(ssrc, videoClock));
    }
    return video.get();
  }

  private AudioLevel level(RtpPacket packet) {
    OptionalInt id = audioAgreement.orElseThrow().extension(ExtensionKind.AUDIO_LEVEL);
    if (id.isEmpty()) {
      return AudioLevel.UNKNOWN;
    }
    return packet
        .extension(id.getAsInt())
        .filter(value -> value.length >= 1)
        .map(value -> new AudioLevel(value[0] & 0x7F))
        .orElse(AudioLevel.UNKNOWN);
  }

  private void retransmission(RtpPacket packet, MonoTime at) {
    if (video.isEmpty()) {
      // A probe before the first picture, or a repetition of something we cannot place.
      return;
    }
    int payloadType = videoAgreement.orElseThrow().payloadType();
    switch (Retransmission.unwrap(packet, payloadType, videoSource)) {
      case Retransmission.Probe _ -> {}
      case Retransmission.Malformed _ -> discards.count(Discard.MALFORMED_PAYLOAD);
      case Retransmission.Original(RtpPacket original) ->
          count(video.get().retransmitted(original, at));
    }
  }

  private void count(PacketVerdict verdict) {
    switch (verdict) {
      case USED -> {}
      case DUPLICATE -> discards.count(Discard.DUPLICATE);
      case TOO_LATE -> discards.count(Discard.TOO_LATE);
      case MALFORMED -> discards.count(Discard.MALFORMED_PAYLOAD);
      case STRAY, RESTARTED -> discards.count(Discard.STRAY);
    }
  }

  /** A sender report: round trip and lip sync. */
  void reported(RtcpPacket.SenderReport report, MonoTime at) {
    if (video.isPresent() && report.ssrc() == videoSource) {
      video.get().reported(report, at);
      lipSync.videoReported(report, video.get().mediaTime(report.timestamp()));
    } else if (audio.isPresent() && report.ssrc() == audioSource) {
      audio.get().reported(report, at);
      lipSync.audioReported(report, audio.get().mediaTime(report.timestamp()));
    }
  }

  void decoderFailed() {
    video.ifPresent(VideoReceiver::decoderFailed);
  }

  /** Plays what is due. */
  void play(MonoTime at, Consumer<? super Output> out) {
    video.ifPresent(receiver -> receiver.due(at).forEach(frame -> play(frame, at, out)));
    audio.ifPresent(receiver -> receiver.due(at).forEach(sound -> play(sound, at, out)));
  }

  private void play(EncodedVideo frame, MonoTime at, Consumer<? super Output> out) {
    if (videoPlayed++ == 0) {
      out.accept(new Output.Happened(new RtcEvent.FirstVideoFrame(at)));
    }
    freezes
        .played(at)
        .ifPresent(gap -> out.accept(new Output.Happened(new RtcEvent.Froze(at, gap))));
    out.accept(new Output.PlayVideo(frame));
  }

  private void play(AudioBuffer.Sound sound, MonoTime at, Consumer<? super Output> out) {
    switch (sound) {
      case AudioBuffer.Sound.Conceal _ -> {
        audioConcealed++;
        out.accept(new Output.ConcealAudio(1));
      }
      case AudioBuffer.Sound.Play(var frame) -> {
        if (audioPlayed++ == 0) {
          out.accept(new Output.Happened(new RtcEvent.FirstAudioFrame(at)));
        }
        out.accept(new Output.PlayAudio(frame));
      }
    }
  }

  /** Feedback that is due: what to repeat, a key frame, arrival times. */
  List<RtcpPacket.Feedback> feedback(MonoTime at, long sender, Duration roundTrip) {
    List<RtcpPacket.Feedback> feedback = new ArrayList<>();
    video.ifPresent(receiver -> feedback.addAll(receiver.feedback(at, sender, roundTrip)));
    arrivals
        .due(at, sender, video.isPresent() ? videoSource : audioSource)
        .ifPresent(feedback::add);
    return feedback;
  }

  /** For our reports. */
  List<ReportBlock> reports(MonoTime at) {
    List<ReportBlock> blocks = new ArrayList<>();
    video.flatMap(receiver -> receiver.report(at)).ifPresent(blocks::add);
    audio.flatMap(receiver -> receiver.report(at)).ifPresent(blocks::add);
    return blocks;
  }

  Optional<MonoTime> deadline(MonoTime at) {
    Earliest earliest = new Earliest();
    video.flatMap(receiver -> receiver.deadline(at)).ifPresent(earliest::consider);
    audio.flatMap(AudioReceiver::deadline).ifPresent(earliest::consider);
    arrivals.deadline().ifPresent(earliest::consider);
    return earliest.moment();
  }

  Set<Long> sources() {
    return router.heard();
  }

  Optional<VideoReceiver> video() {
    return video;
  }

  Optional<AudioReceiver> audio() {
    return audio;
  }

  FreezeDetector freezes() {
    return freezes;
  }

  long videoPlayed() {
    return videoPlayed;
  }

  long audioPlayed() {
    return audioPlayed;
  }

  long audioConcealed() {
    return audioConcealed;
  }
}
