package nl.digitalebalie.desktop.call.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import nl.digitalebalie.media.pipeline.ReceivePipeline;
import nl.digitalebalie.media.pipeline.SendPipeline;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.RtcStats;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.transport.CallConfig;
import nl.digitalebalie.transport.CallListener;
import nl.digitalebalie.transport.CallState;
import nl.digitalebalie.transport.CallTransport;
import nl.digitalebalie.transport.TransportCounters;
import org.jspecify.annotations.Nullable;

/**
 * One epoch: a transport between our pipelines and the resident.
 *
 * <p>The listener's methods run on the transport's loop and only hand over. What an abandoned
 * connection still says is dropped.
 */
final class Connection implements CallListener {
  /** Where trickled candidates belong before the description said so; everything is one bundle. */
  private static final String FIRST_MID = "0";

  private final int epoch;
  private final MonoTime begunAt;
  private final SendPipeline send;
  private final ReceivePipeline receive;
  private final CallSignals signals;
  private final Consumer<? super CallEvent> events;
  private final CallTransport transport;
  private final AtomicBoolean departed = new AtomicBoolean();
  private String mid = FIRST_MID;
  private @Nullable Fingerprint remote;

  private volatile boolean abandoned;
  private volatile boolean secured;
  private volatile Optional<CallState.Connected> path = Optional.empty();
  private volatile Optional<RtcStats> stats = Optional.empty();

  Connection(
      int epoch,
      MonoTime begunAt,
      CallConfig config,
      SendPipeline send,
      ReceivePipeline receive,
      CallSignals signals,
      Consumer<? super CallEvent> events) {
    this.epoch = epoch;
    this.begunAt = begunAt;
    this.send = send;
    this.receive = receive;
    this.signals = signals;
    this.events = events;
    this.transport = new CallTransport(config, this);
  }

  int epoch() {
    return epoch;
  }

  MonoTime begunAt() {
    return begunAt;
  }

  CallTransport transport() {
    return transport;
  }

  /** Protection and path in use, once there are. */
  Optional<CallState.Connected> path() {
    return path;
  }

  /** The newest sample. */
  Optional<RtcStats> stats() {
    return stats;
  }

  /** Our frames go out only to a peer who has proved itself; answers whether this one did. */
  boolean send(EncodedVideo frame) {
    if (secured) {
      transport.send(frame);
    }
    return secured;
  }

  void send(EncodedAudio frame) {
    if (secured) {
      transport.send(frame);
    }
  }

  /** Nothing of this connection is told or shown any more. */
  void abandon() {
    abandoned = true;
    secured = false;
  }

  @Override
  public void described(SessionDescription description) {
    if (!abandoned) {
      description.media().stream().findFirst().flatMap(media -> media.mid()).ifPresent(this::mid);
      signals.offer(epoch, description.toSdp());
    }
  }

  @Override
  public void candidateGathered(Candidate candidate) {
    if (!abandoned) {
      signals.candidate(
          epoch, new nl.digitalebalie.protocol.signal.Candidate(candidate.toCandidateLine(), mid));
    }
  }

  @Override
  public void gatheringEnded() {
    if (!abandoned) {
      signals.candidatesDone(epoch);
    }
  }

  @Override
  public void stateChanged(CallState state) {
    if (abandoned) {
      return;
    }
    switch (state) {
      case CallState.Connecting() -> {}
      case CallState.Connected connected -> secured(connected);
      case CallState.Failed(var failure) -> {
        secured = false;
        events.accept(new CallEvent.ConnectionFailed(epoch, Faults.of(failure)));
      }
      case CallState.Closed(CallState.By by) -> {
        secured = false;
        if (by == CallState.By.PEER) {
          depart();
        }
      }
    }
  }

  @Override
  public void happened(RtcEvent event) {
    if (abandoned) {
      return;
    }
    switch (event) {
      case RtcEvent.Negotiated agreed -> remote = agreed.remote().fingerprint();
      case RtcEvent.KeyFrameRequested() -> send.keyFrameWanted();
      case RtcEvent.VideoTarget target -> send.videoTarget(target.bitsPerSecond());
      case RtcEvent.Froze froze -> events.accept(new CallEvent.Froze(froze.gap()));
      case RtcEvent.RemoteLeft left -> depart();
      case RtcEvent.StatsSampled(RtcStats sample) -> stats = Optional.of(sample);
      // The transport's state tells the first; the decoder tells of pictures that are really seen.
      case RtcEvent.NegotiationFailed told -> {}
      case RtcEvent.FirstVideoFrame seen -> {}
      case RtcEvent.FirstAudioFrame heard -> {}
    }
  }

  @Override
  public void counted(TransportCounters counters) {
    // Nothing of it is shown to people.
  }

  @Override
  public void playVideo(EncodedVideo frame) {
    if (!abandoned) {
      receive.play(frame);
    }
  }

  @Override
  public void playAudio(EncodedAudio frame) {
    if (!abandoned) {
      receive.play(frame);
    }
  }

  @Override
  public void concealAudio(int count) {
    if (!abandoned) {
      receive.conceal(count);
    }
  }

  private void mid(String first) {
    mid = first;
  }

  private void secured(CallState.Connected connected) {
    Fingerprint theirs = remote;
    if (theirs == null) {
      throw new IllegalStateException("secured before a peer was agreed upon");
    }
    path = Optional.of(connected);
    secured = true;
    send.keyFrameWanted();
    events.accept(
        new CallEvent.Secured(
            epoch, transport.localFingerprint(), theirs, connected.srtpProfile().name()));
  }

  /** A goodbye may come twice: by RTCP and by the end of the DTLS association. */
  private void depart() {
    if (departed.compareAndSet(false, true)) {
      events.accept(new CallEvent.RemoteLeft(epoch));
    }
  }
}
