package nl.digitalebalie.transport;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.Input;
import nl.digitalebalie.rtc.Output;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.RtcSession;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.rtc.negotiate.LocalTransport;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.transport.dtls.DtlsAssociation;
import nl.digitalebalie.transport.dtls.DtlsEvent;
import nl.digitalebalie.transport.dtls.DtlsIdentity;
import nl.digitalebalie.transport.ice.IceConnection;
import nl.digitalebalie.transport.ice.IceCounters;
import nl.digitalebalie.transport.ice.IceEvent;
import nl.digitalebalie.transport.ice.IceFailure;
import nl.digitalebalie.transport.ice.IceRole;
import nl.digitalebalie.transport.ice.SelectedPair;
import nl.digitalebalie.transport.srtp.SrtpKeys;
import nl.digitalebalie.transport.srtp.SrtpProtection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's way over the network: ICE finds the path, DTLS proves the peer, SRTP protects, the
 * engine does the rest.
 *
 * <p>Life: {@link #offer} (or {@link #accept}), carry the description and candidates that the
 * listener gets to the peer, {@link #answer} and {@link #addRemoteCandidate} with what comes back,
 * {@link #send} frames, {@link #close}. Methods may be called from any thread; everything happens
 * on the call's rtc-loop. No media is sent or accepted before the peer has shown the certificate
 * whose fingerprint its description announced. When the call is over every socket and thread is
 * gone.
 */
public final class CallTransport implements AutoCloseable {
  /** A flight or two that overtake the news of the validated path. */
  private static final int MAX_EARLY_HANDSHAKE = 8;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(6);
  private static final Logger LOG = LoggerFactory.getLogger(CallTransport.class);

  private final CallConfig config;
  private final CallListener listener;
  private final SecureRandom random = new SecureRandom();
  private final DtlsIdentity identity;
  private final RtcLoop loop;
  private final AtomicBoolean begun = new AtomicBoolean();
  // Everything below is owned by the loop's thread.
  private final List<Candidate> earlyCandidates = new ArrayList<>();
  private final List<byte[]> earlyHandshake = new ArrayList<>();
  private @Nullable IceConnection ice;
  private @Nullable DtlsAssociation dtls;
  private RtcEvent.@Nullable Negotiated negotiated;
  private @Nullable SelectedPair path;
  private boolean over;

  /** Prepares a call with a fresh certificate; nothing touches the network yet. */
  public CallTransport(CallConfig config, CallListener listener) {
    this.config = config;
    this.listener = listener;
    this.identity = DtlsIdentity.fresh(random, InstantSource.system().instant());
    this.loop =
        new RtcLoop(
            new RtcSession(config.rtc(), random),
            () -> new MonoTime(System.nanoTime()),
            this::carryOut,
            this::endByBug);
  }

  /**
   * Loads and warms ICE, DTLS and SRTP by a whole call on loopback, in the background. A first call
   * without it takes seconds longer.
   *
   * @return completes with the time it took; exceptionally when even loopback gives no call
   */
  public static CompletableFuture<Duration> prewarm() {
    return Prewarm.inBackground();
  }

  /** The certificate this call will show, to be announced and signed before the handshake. */
  public Fingerprint localFingerprint() {
    return identity.fingerprint();
  }

  /** Begins as the side that offers. */
  public void offer() {
    begin(IceRole.CONTROLLING, local -> new Input.OfferRequested(loop.now(), local));
  }

  /** Begins as the side that answers this offer. */
  public void accept(SessionDescription offer) {
    begin(IceRole.CONTROLLED, local -> new Input.OfferArrived(loop.now(), offer, local));
  }

  /** How the first input is made of what ICE opened. */
  private interface FirstInput {
    Input of(LocalTransport local);
  }

  private void begin(IceRole role, FirstInput first) {
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("a call begins once; a new attempt is a new call");
    }
    loop.start();
    loop.control(() -> open(role, first));
  }

  private void open(IceRole role, FirstInput first) {
    listener.stateChanged(new CallState.Connecting());
    IceConnection.Opening opening =
        IceConnection.open(
            config.ice(),
            role,
            event -> loop.control(() -> pathChanged(event)),
            (at, datagram) -> loop.offerMedia(new Input.DatagramArrived(at, datagram)));
    switch (opening) {
      case IceConnection.Opening.Unavailable(IceFailure failure) ->
          fail(new CallFailure.Path(failure));
      case IceConnection.Opening.Opened(IceConnection connection) -> {
        ice = connection;
        loop.feed(first.of(localTransport(connection)));
        connection.gather();
      }
    }
  }

  private LocalTransport localTransport(IceConnection connection) {
    return new LocalTransport(
        connection.localUfrag(),
        connection.localPassword(),
        identity.fingerprint(),
        connection.localCandidates());
  }

  /** The peer's answer to our offer. */
  public void answer(SessionDescription answer) {
    loop.control(whileAlive(() -> loop.feed(new Input.AnswerArrived(loop.now(), answer))));
  }

  /** A candidate of the peer; may come before its description. */
  public void addRemoteCandidate(Candidate candidate) {
    loop.control(whileAlive(() -> takeCandidate(candidate)));
  }

  /** Sends a picture; dropped and counted when the loop cannot keep up. */
  public void send(EncodedVideo frame) {
    loop.offerMedia(new Input.VideoCaptured(loop.now(), frame));
  }

  /** Sends 20 ms of sound; dropped and counted when the loop cannot keep up. */
  public void send(EncodedAudio frame) {
    loop.offerMedia(new Input.AudioCaptured(loop.now(), frame));
  }

  /** Our decoder cannot go on: asks the peer for a key frame. */
  public void requestKeyFrame() {
    loop.control(whileAlive(() -> loop.feed(new Input.KeyFrameWanted(loop.now()))));
  }

  /** Hangs up, frees everything and returns when it is done. */
  @Override
  public void close() {
    if (begun.compareAndSet(false, true)) {
      return;
    }
    loop.control(whileAlive(() -> end(new CallState.Closed(CallState.By.US))));
    loop.join(CLOSE_PATIENCE);
  }

  private Runnable whileAlive(Runnable step) {
    return () -> {
      if (!over) {
        step.run();
      }
    };
  }

  private void takeCandidate(Candidate candidate) {
    if (ice != null && negotiated != null) {
      ice.addRemote(candidate);
    } else if (earlyCandidates.size() < IceConnection.MAX_REMOTE_CANDIDATES) {
      earlyCandidates.add(candidate);
    }
  }

  private void carryOut(Output output) {
    if (over && !(output instanceof Output.Send)) {
      return;
    }
    switch (output) {
      case Output.Describe(var kind, SessionDescription description) ->
          listener.described(description);
      case Output.Send(byte[] datagram) -> toNetwork(datagram);
      case Output.Dtls(byte[] datagram) -> toHandshake(datagram);
      case Output.PlayVideo(EncodedVideo frame) -> listener.playVideo(frame);
      case Output.PlayAudio(EncodedAudio frame) -> listener.playAudio(frame);
      case Output.ConcealAudio(int count) -> listener.concealAudio(count);
      case Output.Happened(RtcEvent event) -> noticed(event);
    }
  }

  private void toNetwork(byte[] datagram) {
    if (ice != null) {
      ice.send(datagram);
    }
  }

  private void toHandshake(byte[] datagram) {
    if (dtls != null) {
      dtls.push(datagram);
    } else if (earlyHandshake.size() < MAX_EARLY_HANDSHAKE) {
      earlyHandshake.add(datagram);
    }
  }

  private void noticed(RtcEvent event) {
    switch (event) {
      // ICE and the end of the call wait until the engine has finished its step.
      case RtcEvent.Negotiated agreed -> loop.control(whileAlive(() -> connect(agreed)));
      case RtcEvent.NegotiationFailed failed ->
          loop.control(whileAlive(() -> fail(new CallFailure.Negotiation(failed.fault()))));
      case RtcEvent.KeyFrameRequested ignored -> {}
      case RtcEvent.VideoTarget ignored -> {}
      case RtcEvent.FirstVideoFrame ignored -> {}
      case RtcEvent.FirstAudioFrame ignored -> {}
      case RtcEvent.Froze ignored -> {}
      case RtcEvent.RemoteLeft ignored -> {}
      case RtcEvent.StatsSampled ignored -> listener.counted(counters());
    }
    listener.happened(event);
  }

  private TransportCounters counters() {
    IceCounters seen = ice == null ? new IceCounters(0, 0, 0, 0) : ice.counters();
    return new TransportCounters(seen, loop.droppedMedia(), dtls == null ? 0 : dtls.dropped());
  }

  private void connect(RtcEvent.Negotiated agreed) {
    IceConnection connection = ice;
    if (connection == null) {
      throw new IllegalStateException("agreed with a peer before there was a socket");
    }
    negotiated = agreed;
    connection.connect(
        agreed.remote().iceUfrag(), agreed.remote().icePwd(), agreed.remote().candidates());
    earlyCandidates.forEach(connection::addRemote);
    earlyCandidates.clear();
  }

  private void pathChanged(IceEvent event) {
    if (over) {
      return;
    }
    switch (event) {
      case IceEvent.Gathered(Candidate candidate) -> listener.candidateGathered(candidate);
      case IceEvent.GatheringEnded() -> listener.gatheringEnded();
      case IceEvent.Validated(SelectedPair pair) -> {
        path = pair;
        shakeHands();
      }
      case IceEvent.Nominated(SelectedPair pair) -> path = pair;
      case IceEvent.Lost(IceFailure failure) -> fail(new CallFailure.Path(failure));
    }
  }

  private void shakeHands() {
    RtcEvent.Negotiated agreed = negotiated;
    IceConnection connection = ice;
    if (agreed == null || connection == null) {
      throw new IllegalStateException("a path was validated before checks began");
    }
    DtlsRole role = agreed.dtlsRole();
    DtlsAssociation association =
        DtlsAssociation.start(
            identity,
            role,
            agreed.remote().fingerprint(),
            config.srtpProfiles(),
            random,
            connection::send,
            event -> loop.control(() -> handshakeChanged(event)));
    earlyHandshake.forEach(association::push);
    earlyHandshake.clear();
    dtls = association;
  }

  private void handshakeChanged(DtlsEvent event) {
    if (over) {
      return;
    }
    switch (event) {
      case DtlsEvent.Secured(SrtpKeys keys) -> secure(keys);
      case DtlsEvent.Failed failed -> fail(new CallFailure.Handshake(failed.failure()));
      case DtlsEvent.RemoteClosed() -> end(new CallState.Closed(CallState.By.PEER));
    }
  }

  private void secure(SrtpKeys keys) {
    SelectedPair pair = path;
    if (pair == null) {
      throw new IllegalStateException("a handshake finished without a path");
    }
    SrtpProtection protection = new SrtpProtection(keys);
    // The protection holds its own copy; the fewer copies of a key, the better.
    keys.erase();
    listener.stateChanged(new CallState.Connected(keys.profile(), pair));
    loop.feed(new Input.Secured(loop.now(), protection));
  }

  private void fail(CallFailure failure) {
    LOG.info("call failed: {}", failure.code());
    end(new CallState.Failed(failure));
  }

  /** BYE, then close_notify, then the sockets: each needs what comes after it. */
  private void end(CallState last) {
    over = true;
    loop.feed(new Input.Closed(loop.now()));
    release();
    loop.end();
    listener.stateChanged(last);
  }

  private void release() {
    try {
      if (dtls != null) {
        dtls.close();
      }
    } finally {
      if (ice != null) {
        ice.close();
      }
    }
  }

  private void endByBug(RuntimeException bug) {
    LOG.error("a call ended by a bug of ours", bug);
    boolean alreadyOver = over;
    over = true;
    release();
    if (!alreadyOver) {
      listener.stateChanged(new CallState.Failed(new CallFailure.Internal()));
    }
  }
}
