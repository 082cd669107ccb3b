package nl.digitalebalie.desktop.call.engine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import nl.digitalebalie.media.capture.CameraMode;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.MediaSink;
import nl.digitalebalie.media.pipeline.PipelineEvent;
import nl.digitalebalie.media.pipeline.ReceivePipeline;
import nl.digitalebalie.media.pipeline.SendPipeline;
import nl.digitalebalie.media.pipeline.SendSettings;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.rtc.RtcStats;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.transport.CallConfig;
import nl.digitalebalie.transport.CallState;
import nl.digitalebalie.transport.ice.IcePolicy;
import nl.digitalebalie.transport.ice.IceServer;
import nl.digitalebalie.transport.ice.SelectedPair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the pipelines, which live as long as the call, with one {@link Connection} per epoch.
 *
 * <p>Commands are steps in a bounded mailbox with one thread, so callers never wait for sockets or
 * devices. Overflow: what finds the mailbox full is dropped; only a flood of candidates can fill
 * it, and the relay bounds those.
 */
final class LiveCallEngine implements CallEngine {
  /** A call has a handful of commands and some dozens of candidates. */
  private static final int MAX_STEPS = 256;

  /** Kept free, so that the hang-up always finds a place. */
  private static final int RESERVED_STEPS = 16;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(LiveCallEngine.class);

  private final CallConfig config;
  private final CallSignals signals;
  private final Consumer<? super CallEvent> events;
  private final ThreadPoolExecutor mailbox =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_STEPS),
          Thread.ofPlatform().daemon().name("call-engine").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong framesSent = new AtomicLong();
  private final AtomicLong freezes = new AtomicLong();
  private final SendPipeline send;
  private final ReceivePipeline receive;
  private CallDevices devices;

  // Written by the mailbox's thread, read by the pipelines and by whoever asks for statistics.
  private volatile Optional<Connection> current = Optional.empty();
  private volatile Optional<Duration> connectToFirstPicture = Optional.empty();

  private LiveCallEngine(
      CallSettings settings, CallSignals signals, Consumer<? super CallEvent> events) {
    this.config = CallConfig.standard(policy(settings));
    this.signals = signals;
    this.events = events;
    this.devices = settings.devices();
    this.receive = ReceivePipeline.start(devices.speaker(), this::happened);
    this.send = SendPipeline.start(sendSettings(settings), new ToCurrent(), this::happened);
  }

  static LiveCallEngine begin(
      CallSettings settings, CallSignals signals, Consumer<? super CallEvent> events) {
    return new LiveCallEngine(settings, signals, events);
  }

  @Override
  public void connect(int epoch) {
    post(() -> renew(epoch).transport().offer());
  }

  /**
   * Answers an offer instead of making one; the answer goes out where an offer would. The product
   * always offers: this is the other end in tests and benchmarks.
   */
  void accept(int epoch, String offer) {
    post(() -> {
      if (SessionDescription.parse(offer) instanceof SdpResult.Parsed(var description)) {
        renew(epoch).transport().accept(description);
      }
    });
  }

  @Override
  public void answerArrived(int epoch, String sdp) {
    post(() -> connection(epoch).ifPresent(connection -> answer(connection, sdp)));
  }

  @Override
  public void candidateArrived(int epoch, Candidate candidate) {
    post(() ->
        connection(epoch)
            .ifPresent(connection ->
                nl.digitalebalie.protocol.sdp.Candidate.parse(candidate.line())
                    .ifPresent(connection.transport()::addRemoteCandidate)));
  }

  @Override
  public void candidatesDone(int epoch) {
    // The transport needs no such word: it goes on checking until its own patience ends.
  }

  @Override
  public PictureSource remotePicture() {
    return receive.picture();
  }

  @Override
  public PictureSource selfView() {
    return send.selfView();
  }

  @Override
  public void microphone(Switch on) {
    send.microphone(on);
  }

  @Override
  public void camera(Switch on) {
    send.camera(on);
  }

  @Override
  public synchronized void use(CallDevices wanted) {
    if (!wanted.camera().equals(devices.camera())) {
      send.use(wanted.camera());
    }
    if (!wanted.microphone().equals(devices.microphone())) {
      send.use(wanted.microphone());
    }
    if (!wanted.speaker().equals(devices.speaker())) {
      receive.use(wanted.speaker());
    }
    devices = wanted;
  }

  @Override
  public CallStats stats() {
    Optional<Connection> connection = current;
    Optional<RtcStats> rtc = connection.flatMap(Connection::stats);
    Optional<CallState.Connected> path = connection.flatMap(Connection::path);
    return new CallStats(
        receive.framesDecoded(),
        receive.framesPerSecond(),
        freezes.get(),
        rtc.map(stats -> stats.videoIn().width()).orElse(0),
        rtc.map(stats -> stats.videoIn().height()).orElse(0),
        receive.level(),
        receive.loudest(),
        send.level(),
        connectToFirstPicture,
        path.map(connected -> connected.srtpProfile().name()),
        path.map(connected -> text(connected.selectedPair())),
        rtc.flatMap(RtcStats::measuredRoundTrip),
        rtc.map(LiveCallEngine::lossIn).orElse(0.0),
        rtc.map(LiveCallEngine::lossOut).orElse(0.0),
        rtc.map(LiveCallEngine::bitsIn).orElse(0L),
        rtc.map(LiveCallEngine::bitsOut).orElse(0L),
        framesSent.get());
  }

  @Override
  public void hangUp() {
    if (over.compareAndSet(false, true)) {
      mailbox.execute(this::end);
      mailbox.shutdown();
    }
  }

  @Override
  public void close() {
    hangUp();
    try {
      if (!mailbox.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a call did not end in time");
      }
    } catch (InterruptedException inAHurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(Runnable step) {
    if (!over.get() && mailbox.getQueue().remainingCapacity() > RESERVED_STEPS) {
      mailbox.execute(() -> guarded(step));
    }
  }

  /** The boundary where a broken invariant ends this call and not the program. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      broken("call-engine", bug);
    }
  }

  private Connection renew(int epoch) {
    if (current.map(Connection::epoch).filter(earlier -> earlier >= epoch).isPresent()) {
      throw new IllegalStateException("epochs count up");
    }
    current.ifPresent(LiveCallEngine::leave);
    connectToFirstPicture = Optional.empty();
    receive.startAfresh();
    Connection connection =
        new Connection(
            epoch, new MonoTime(System.nanoTime()), config, send, receive, signals, this::noticed);
    current = Optional.of(connection);
    return connection;
  }

  private void answer(Connection connection, String sdp) {
    switch (SessionDescription.parse(sdp)) {
      case SdpResult.Parsed(SessionDescription description) ->
          connection.transport().answer(description);
      case SdpResult.Refused refused ->
          events.accept(
              new CallEvent.ConnectionFailed(
                  connection.epoch(), new CallFault(CallFault.Kind.PEER, refused.fault().name())));
    }
  }

  private void end() {
    current.ifPresent(LiveCallEngine::leave);
    send.close();
    receive.close();
  }

  private static void leave(Connection connection) {
    connection.abandon();
    connection.transport().close();
  }

  private Optional<Connection> connection(int epoch) {
    return current.filter(connection -> connection.epoch() == epoch);
  }

  private void noticed(CallEvent event) {
    if (event instanceof CallEvent.Froze) {
      freezes.incrementAndGet();
    }
    events.accept(event);
  }

  private void happened(PipelineEvent event) {
    switch (event) {
      case PipelineEvent.DeviceFailed(var trouble) ->
          events.accept(new CallEvent.DeviceFailed(trouble));
      case PipelineEvent.KeyFrameWanted() ->
          current.ifPresent(connection -> connection.transport().requestKeyFrame());
      case PipelineEvent.FirstPicture(MonoTime at) -> current.ifPresent(seen -> seen(seen, at));
      case PipelineEvent.Broken(String worker, RuntimeException why) -> broken(worker, why);
    }
  }

  private void seen(Connection connection, MonoTime at) {
    Duration took = at.since(connection.begunAt());
    connectToFirstPicture = Optional.of(took);
    events.accept(new CallEvent.FirstRemotePicture(connection.epoch(), took));
  }

  private void broken(String worker, RuntimeException why) {
    LOG.error("a bug of ours ended the call in {}", worker, why);
    int epoch = current.map(Connection::epoch).orElse(0);
    events.accept(
        new CallEvent.ConnectionFailed(epoch, new CallFault(CallFault.Kind.OURS, "INTERNAL")));
    hangUp();
  }

  /** Our frames, to whichever connection is there. */
  private final class ToCurrent implements MediaSink {
    @Override
    public void video(MonoTime capturedAt, EncodedVideo frame) {
      current.ifPresent(connection -> {
        if (connection.send(frame)) {
          framesSent.incrementAndGet();
        }
      });
    }

    @Override
    public void audio(MonoTime capturedAt, EncodedAudio frame) {
      current.ifPresent(connection -> connection.send(frame));
    }
  }

  private static SendSettings sendSettings(CallSettings settings) {
    CallSettings.CallPicture picture = settings.picture();
    return new SendSettings(
        settings.devices().camera(),
        settings.devices().microphone(),
        new CameraMode(picture.width(), picture.height(), picture.framesPerSecond()),
        RtcConfig.standard().startVideoBitsPerSecond());
  }

  private static IcePolicy policy(CallSettings settings) {
    List<IceServer> servers =
        settings.iceServers().stream()
            .flatMap(server -> server.urls().stream().flatMap(url -> parsed(url, server).stream()))
            .limit(IcePolicy.MAX_SERVERS)
            .toList();
    return switch (settings.reach()) {
      case NETWORK -> IcePolicy.standard(servers);
      case NETWORK_AND_THIS_MACHINE -> IcePolicy.everywhere(servers);
      case THIS_MACHINE -> IcePolicy.loopback();
    };
  }

  private static Optional<IceServer> parsed(
      String url, nl.digitalebalie.protocol.signal.IceServer server) {
    return IceServer.parse(url, server.username().orElse(""), server.credential().orElse(""));
  }

  private static String text(SelectedPair pair) {
    return (pair.localType() + "-" + pair.remoteType() + "/" + pair.family())
        .toLowerCase(Locale.ROOT);
  }

  private static double lossIn(RtcStats stats) {
    return Math.max(stats.videoIn().stream().lossShare(), stats.audioIn().stream().lossShare());
  }

  private static double lossOut(RtcStats stats) {
    return Math.max(stats.videoOut().remoteLossShare(), stats.audioOut().remoteLossShare());
  }

  private static long bitsIn(RtcStats stats) {
    return stats.videoIn().stream().bitsPerSecond() + stats.audioIn().stream().bitsPerSecond();
  }

  private static long bitsOut(RtcStats stats) {
    return stats.videoOut().bitsPerSecond() + stats.audioOut().bitsPerSecond();
  }
}
