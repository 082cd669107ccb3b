package nl.digitalebalie.rtc;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent.Negotiated;
import nl.digitalebalie.rtc.RtcEvent.NegotiationFailed;
import nl.digitalebalie.rtc.negotiate.Agreement;
import nl.digitalebalie.rtc.negotiate.LocalSources;
import nl.digitalebalie.rtc.negotiate.Negotiation;
import nl.digitalebalie.rtc.negotiate.NegotiationFault;
import nl.digitalebalie.rtc.negotiate.NegotiationResult;
import nl.digitalebalie.rtc.negotiate.StreamAgreement;
import nl.digitalebalie.rtc.net.DatagramKind;
import nl.digitalebalie.rtc.net.EarlyDatagrams;
import nl.digitalebalie.rtc.net.EarlyDatagrams.Early;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * One WebRTC session with one remote party. Not thread-safe: owned by one loop.
 *
 * <p>It does no IO: inputs come in with their time, outputs go out, and the return value says when
 * to come back if nothing happens.
 */
public final class RtcSession {

  /** How far the session has come; it never goes back. */
  private sealed interface Phase {
    record New() implements Phase {}

    record Offering(SessionDescription offer) implements Phase {}

    record Agreed(Agreement agreement) implements Phase {}

    record Live(Call call) implements Phase {}

    /** Hung up, or refused: nothing is sent or read any more. */
    record Over() implements Phase {}
  }

  private final RtcConfig config;
  private final RandomGenerator random;
  private final LocalSources sources;
  private final DiscardCounts discards = new DiscardCounts();
  private final EarlyDatagrams early = new EarlyDatagrams();
  private Phase phase = new Phase.New();

  /**
   * @param random for SSRCs, names and first sequence numbers; a secure one in the product
   */
  public RtcSession(RtcConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.sources = LocalSources.draw(random);
  }

  /**
   * Feeds one input and delivers every output before it returns.
   *
   * @return when to feed {@link Input.TimePassed} if nothing else happens; empty when there is
   *     nothing to wait for
   */
  public Optional<MonoTime> handle(Input input, Consumer<? super Output> out) {
    switch (input) {
      case Input.OfferRequested request -> offer(request, out);
      case Input.AnswerArrived arrived -> answered(arrived.answer(), out);
      case Input.OfferArrived arrived -> offered(arrived, out);
      case Input.DatagramArrived arrived -> datagram(arrived, out);
      case Input.Secured secured -> secured(secured, out);
      case Input.VideoCaptured captured ->
          ifLive(call -> call.video(captured.frame(), input.at(), out));
      case Input.AudioCaptured captured -> ifLive(call -> call.audio(captured.frame(), input.at()));
      case Input.KeyFrameWanted _ -> ifLive(Call::decoderFailed);
      case Input.TimePassed _ -> {}
      case Input.Closed closed -> close(closed.at(), out);
    }
    if (phase instanceof Phase.Live(Call call)) {
      call.run(input.at(), out);
      return call.deadline(input.at());
    }
    return Optional.empty();
  }

  private void ifLive(Consumer<Call> action) {
    if (phase instanceof Phase.Live(Call call)) {
      action.accept(call);
    }
  }

  private void offer(Input.OfferRequested request, Consumer<? super Output> out) {
    if (!(phase instanceof Phase.New)) {
      throw new IllegalStateException("a session offers once, before anything else");
    }
    SessionDescription offer = Negotiation.offer(request.local(), sources);
    phase = new Phase.Offering(offer);
    out.accept(new Output.Describe(Output.Describe.Kind.OFFER, offer));
  }

  private void answered(SessionDescription answer, Consumer<? super Output> out) {
    if (!(phase instanceof Phase.Offering(SessionDescription offer))) {
      // The peer's fault, not a reason to end what runs.
      refuse(NegotiationFault.ANSWER_WITHOUT_OFFER, "no offer of ours is open", out);
      return;
    }
    conclude(Negotiation.readAnswer(offer, answer), out);
  }

  private void offered(Input.OfferArrived arrived, Consumer<? super Output> out) {
    if (!(phase instanceof Phase.New)) {
      refuse(NegotiationFault.UNEXPECTED_OFFER, "the session has begun already", out);
      return;
    }
    conclude(Negotiation.answer(arrived.offer(), arrived.local(), sources), out);
  }

  private void conclude(NegotiationResult result, Consumer<? super Output> out) {
    switch (result) {
      case NegotiationResult.Agreed(Agreement agreement) -> agreed(agreement, out);
      case NegotiationResult.Answered(Agreement agreement, SessionDescription answer) -> {
        out.accept(new Output.Describe(Output.Describe.Kind.ANSWER, answer));
        agreed(agreement, out);
      }
      case NegotiationResult.Refused(NegotiationFault fault, String reason) -> {
        phase = new Phase.Over();
        refuse(fault, reason, out);
      }
    }
  }

  private static void refuse(NegotiationFault fault, String reason, Consumer<? super Output> out) {
    out.accept(new Output.Happened(new NegotiationFailed(fault, reason)));
  }

  private void agreed(Agreement agreement, Consumer<? super Output> out) {
    phase = new Phase.Agreed(agreement);
    out.accept(
        new Output.Happened(
            new Negotiated(
                agreement.remote(),
                agreement.dtlsRole(),
                agreement.streams().stream().map(StreamAgreement::codec).toList())));
  }

  private void datagram(Input.DatagramArrived arrived, Consumer<? super Output> out) {
    byte[] bytes = arrived.bytes();
    if (phase instanceof Phase.Over) {
      return;
    }
    if (bytes.length == 0 || bytes.length > DatagramKind.MAX_BYTES) {
      discards.count(RtcStats.Discard.BAD_SIZE);
      return;
    }
    DatagramKind kind = DatagramKind.of(bytes);
    switch (kind) {
      case DTLS -> out.accept(new Output.Dtls(bytes));
      case FOREIGN -> discards.count(RtcStats.Discard.UNKNOWN_PROTOCOL);
      case RTP, RTCP -> media(new Early(arrived.at(), kind, bytes), out);
    }
  }

  private void media(Early packet, Consumer<? super Output> out) {
    if (phase instanceof Phase.Live(Call call)) {
      call.datagram(packet, out);
    } else if (early.hold(packet) == EarlyDatagrams.Verdict.DROPPED) {
      discards.count(RtcStats.Discard.BEFORE_KEYS);
    }
  }

  private void secured(Input.Secured secured, Consumer<? super Output> out) {
    if (phase instanceof Phase.Over) {
      return;
    }
    if (!(phase instanceof Phase.Agreed(Agreement agreement))) {
      throw new IllegalStateException("keys belong to a session that has just been negotiated");
    }
    Call call =
        new Call(config, agreement, sources, secured.protection(), random, discards, secured.at());
    phase = new Phase.Live(call);
    call.begin(out);
    List<Early> held = early.release();
    held.forEach(packet -> call.datagram(packet, out));
  }

  private void close(MonoTime at, Consumer<? super Output> out) {
    if (phase instanceof Phase.Live(Call call)) {
      call.goodbye(at, out);
    }
    phase = new Phase.Over();
  }
}
