package nl.digitalebalie.transport;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;

/** Two transports of our own in one process; what signalling would carry may be bent on the way. */
final class LoopbackCall implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  final End offering;
  final End answering;
  private final UnaryOperator<SessionDescription> offerOnTheWay;
  private final UnaryOperator<SessionDescription> answerOnTheWay;

  LoopbackCall(CallConfig ofOfferer, CallConfig ofAnswerer) {
    this(ofOfferer, ofAnswerer, UnaryOperator.identity(), UnaryOperator.identity());
  }

  LoopbackCall(
      CallConfig ofOfferer,
      CallConfig ofAnswerer,
      UnaryOperator<SessionDescription> offerOnTheWay,
      UnaryOperator<SessionDescription> answerOnTheWay) {
    this.offerOnTheWay = offerOnTheWay;
    this.answerOnTheWay = answerOnTheWay;
    this.offering = new End(ofOfferer);
    this.answering = new End(ofAnswerer);
  }

  LoopbackCall begin() {
    offering.carryDescription = offer -> answering.transport.accept(offerOnTheWay.apply(offer));
    answering.carryDescription = answer -> offering.transport.answer(answerOnTheWay.apply(answer));
    offering.transport.offer();
    return this;
  }

  LoopbackCall beginAndConnect() throws InterruptedException {
    begin();
    offering.await(CallState.Connected.class);
    answering.await(CallState.Connected.class);
    return this;
  }

  @Override
  public void close() {
    offering.transport.close();
    answering.transport.close();
  }

  /** Takes a description to the other side. */
  interface Carrier {
    void carry(SessionDescription description);
  }

  /** One end and everything it said. */
  static final class End implements CallListener {
    final CallTransport transport;
    final BlockingQueue<CallState> states = new LinkedBlockingQueue<>();
    final BlockingQueue<EncodedVideo> pictures = new LinkedBlockingQueue<>();
    final BlockingQueue<EncodedAudio> sounds = new LinkedBlockingQueue<>();
    final List<RtcEvent> events = new CopyOnWriteArrayList<>();
    final List<TransportCounters> counters = new CopyOnWriteArrayList<>();
    final List<SessionDescription> descriptions = new CopyOnWriteArrayList<>();
    volatile Carrier carryDescription = description -> {};

    End(CallConfig config) {
      transport = new CallTransport(config, this);
    }

    <T extends CallState> T await(Class<T> type) throws InterruptedException {
      CallState state = states.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (state != null && !type.isInstance(state) && !isFinal(state)) {
        state = states.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      assertNotNull(state, "the state never came: " + type.getSimpleName());
      return assertInstanceOf(type, state, state.toString());
    }

    private static boolean isFinal(CallState state) {
      return state instanceof CallState.Failed || state instanceof CallState.Closed;
    }

    @Override
    public void described(SessionDescription description) {
      descriptions.add(description);
      carryDescription.carry(description);
    }

    @Override
    public void candidateGathered(Candidate candidate) {}

    @Override
    public void gatheringEnded() {}

    @Override
    public void stateChanged(CallState state) {
      states.add(state);
    }

    @Override
    public void happened(RtcEvent event) {
      events.add(event);
    }

    @Override
    public void counted(TransportCounters sample) {
      counters.add(sample);
    }

    @Override
    public void playVideo(EncodedVideo frame) {
      pictures.add(frame);
    }

    @Override
    public void playAudio(EncodedAudio frame) {
      sounds.add(frame);
    }

    @Override
    public void concealAudio(int count) {}
  }
}
