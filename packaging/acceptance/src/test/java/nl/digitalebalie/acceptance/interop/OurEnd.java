package nl.digitalebalie.acceptance.interop;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.CameraMode;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.pipeline.MediaSink;
import nl.digitalebalie.media.pipeline.PipelineEvent;
import nl.digitalebalie.media.pipeline.ReceivePipeline;
import nl.digitalebalie.media.pipeline.SendPipeline;
import nl.digitalebalie.media.pipeline.SendSettings;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.transport.CallConfig;
import nl.digitalebalie.transport.CallListener;
import nl.digitalebalie.transport.CallState;
import nl.digitalebalie.transport.CallTransport;
import nl.digitalebalie.transport.TransportCounters;
import nl.digitalebalie.transport.ice.IcePolicy;

/** Our end of a call: the real transport, the real codecs, test devices. */
final class OurEnd implements AutoCloseable {
  private static final SendSettings DEVICES =
      new SendSettings(
          new CameraId("timecode:640x480@30"),
          new MicrophoneId("tone"),
          new CameraMode(640, 480, 30),
          1_000_000);

  final BlockingQueue<String> offers = new LinkedBlockingQueue<>();
  final BlockingQueue<CallState> states = new LinkedBlockingQueue<>();
  final List<RtcEvent> events = new CopyOnWriteArrayList<>();
  final CallTransport transport;
  final ReceivePipeline receiving;
  private final SendPipeline sending;

  OurEnd() {
    transport = new CallTransport(CallConfig.standard(IcePolicy.everywhere(List.of())), listener());
    receiving = ReceivePipeline.start(SpeakerId.NONE, this::heard);
    sending = SendPipeline.start(DEVICES, sink(), this::heard);
  }

  private void heard(PipelineEvent event) {
    if (event instanceof PipelineEvent.KeyFrameWanted) {
      transport.requestKeyFrame();
    }
  }

  private MediaSink sink() {
    return new MediaSink() {
      @Override
      public void video(MonoTime capturedAt, EncodedVideo frame) {
        transport.send(frame);
      }

      @Override
      public void audio(MonoTime capturedAt, EncodedAudio frame) {
        transport.send(frame);
      }
    };
  }

  String offer() throws InterruptedException {
    transport.offer();
    return offers.poll(30, TimeUnit.SECONDS);
  }

  /** RTCP of the browser that our engine took for malformed, by the newest sample. */
  long refusedReports() {
    return events.stream()
        .filter(RtcEvent.StatsSampled.class::isInstance)
        .map(RtcEvent.StatsSampled.class::cast)
        .map(sample -> sample.stats().discarded().getOrDefault(Discard.MALFORMED_RTCP, 0L))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private CallListener listener() {
    return new CallListener() {
      @Override
      public void described(SessionDescription description) {
        offers.add(description.toSdp());
      }

      // All our candidates are in the offer: there are no servers to ask.
      @Override
      public void candidateGathered(Candidate candidate) {}

      @Override
      public void gatheringEnded() {}

      @Override
      public void stateChanged(CallState state) {
        states.add(state);
        if (state instanceof CallState.Connected) {
          sending.keyFrameWanted();
        }
      }

      @Override
      public void happened(RtcEvent event) {
        events.add(event);
        if (event instanceof RtcEvent.KeyFrameRequested) {
          sending.keyFrameWanted();
        } else if (event instanceof RtcEvent.VideoTarget(var bitsPerSecond, var ignored)) {
          sending.videoTarget(bitsPerSecond);
        }
      }

      @Override
      public void counted(TransportCounters counters) {}

      @Override
      public void playVideo(EncodedVideo frame) {
        receiving.play(frame);
      }

      @Override
      public void playAudio(EncodedAudio frame) {
        receiving.play(frame);
      }

      @Override
      public void concealAudio(int count) {
        receiving.conceal(count);
      }
    };
  }

  @Override
  public void close() {
    sending.close();
    transport.close();
    receiving.close();
  }
}
