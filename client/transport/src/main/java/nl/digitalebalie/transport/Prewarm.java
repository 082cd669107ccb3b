package nl.digitalebalie.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.transport.ice.IcePolicy;

/** A whole call of this program with itself on loopback, so that the first real one is warm. */
final class Prewarm {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Prewarm() {}

  static CompletableFuture<Duration> inBackground() {
    CompletableFuture<Duration> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("transport-prewarm")
        .start(() -> {
          try {
            result.complete(callOurselves());
          } catch (CompletionException failed) {
            result.completeExceptionally(failed);
          }
        });
    return result;
  }

  private static Duration callOurselves() {
    long begin = System.nanoTime();
    try (LoopbackCall call = new LoopbackCall()) {
      call.begin();
      await(call.bothConnected());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void await(CompletableFuture<Void> both) {
    try {
      both.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CompletionException(stop);
    } catch (ExecutionException | TimeoutException failed) {
      throw new CompletionException(failed);
    }
  }

  /** The two ends, each carrying its words straight to the other. */
  private static final class LoopbackCall implements AutoCloseable {
    private final Side offering = new Side(this::carryOffer, this::candidateForAnswerer);
    private final Side answering = new Side(this::carryAnswer, this::candidateForOfferer);
    private final CallTransport offerer;
    private final CallTransport answerer;

    LoopbackCall() {
      CallConfig config = CallConfig.standard(IcePolicy.loopback());
      offerer = new CallTransport(config, offering);
      answerer = new CallTransport(config, answering);
    }

    void begin() {
      offerer.offer();
    }

    CompletableFuture<Void> bothConnected() {
      return CompletableFuture.allOf(offering.connected, answering.connected);
    }

    private void carryOffer(SessionDescription offer) {
      answerer.accept(offer);
    }

    private void carryAnswer(SessionDescription answer) {
      offerer.answer(answer);
    }

    private void candidateForAnswerer(Candidate candidate) {
      answerer.addRemoteCandidate(candidate);
    }

    private void candidateForOfferer(Candidate candidate) {
      offerer.addRemoteCandidate(candidate);
    }

    @Override
    public void close() {
      offerer.close();
      answerer.close();
    }
  }

  /** What one end has to say; only its progress matters here. */
  private static final class Side implements CallListener {
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final Consumer<SessionDescription> descriptions;
    private final Consumer<Candidate> candidates;

    Side(Consumer<SessionDescription> descriptions, Consumer<Candidate> candidates) {
      this.descriptions = descriptions;
      this.candidates = candidates;
    }

    @Override
    public void described(SessionDescription description) {
      descriptions.accept(description);
    }

    @Override
    public void candidateGathered(Candidate candidate) {
      candidates.accept(candidate);
    }

    @Override
    public void gatheringEnded() {}

    @Override
    public void stateChanged(CallState state) {
      switch (state) {
        case CallState.Connecting() -> {}
        case CallState.Connected ignored -> connected.complete(null);
        case CallState.Failed(CallFailure failure) ->
            connected.completeExceptionally(new IllegalStateException(failure.code()));
        case CallState.Closed ignored ->
            connected.completeExceptionally(new IllegalStateException("closed too early"));
      }
    }

    @Override
    public void happened(RtcEvent event) {}

    @Override
    public void counted(TransportCounters counters) {}

    @Override
    public void playVideo(EncodedVideo frame) {}

    @Override
    public void playAudio(EncodedAudio frame) {}

    @Override
    public void concealAudio(int count) {}
  }
}
