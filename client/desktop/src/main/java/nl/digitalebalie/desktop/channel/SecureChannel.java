package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.channel.ChannelInput.Sureness;
import nl.digitalebalie.desktop.channel.ResidentAnswer.FingerprintOf;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.ChatKeys;
import nl.digitalebalie.protocol.binding.EpochAnnouncement;
import nl.digitalebalie.protocol.binding.EpochBinding;
import nl.digitalebalie.protocol.binding.LifeSign;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.CodeWord;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeChecked;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/**
 * The staff side of one conversation's keys: binds {@code K_R} and {@code K_C}, announces each
 * epoch, believes no answer that {@code K_R} did not sign, seals and opens. The engine prepares its
 * description while the binding is under way; the offer goes out when both are there.
 *
 * <p>Mutable; one owner, who hands in what happens and passes on what comes out, in order.
 */
final class SecureChannel {
  /** Protocol 4.1: the counter part hears of a conversation by another way than we do. */
  static final Duration BIND_AGAIN = Duration.ofMillis(100);

  static final Duration BIND_PATIENCE = Duration.ofSeconds(5);

  /** A counter part that starts again hears of conversations some seconds later. */
  static final Duration BIND_ONCE_MORE = Duration.ofSeconds(1);

  /** An outcome that came before the counter part heard of its epoch: again, so often. */
  static final int MAX_TOLD = 5;

  static final Duration TELL_AGAIN = Duration.ofSeconds(1);

  /** As many as the counter part binds in one conversation. */
  static final int MAX_RESIDENT_KEYS = 3;

  /**
   * Candidates of one epoch before its offer could go out; a computer has a handful of addresses.
   */
  static final int MAX_HELD = 64;

  private final MunicipalityId municipality;
  private final ConversationId conversation;
  private final SecureRandom random;
  private final EcKey counterKey;
  private final List<ChannelOutput> out = new ArrayList<>();
  private String residentKeyText;
  private ResidentKeys residentKeys = ResidentKeys.ONE;
  private int keysSeen = 1;
  private Binding binding;
  private Epoch epoch = new Epoch.Nothing();
  private Optional<SealedLane> lane = Optional.empty();
  private Optional<CodeRun> code = Optional.empty();
  private Kind laneKind = Kind.MESSAGES;
  private Recall recall = new Recall.Settled();
  private Optional<Outcome> outcome = Optional.empty();
  private Sureness gate = Sureness.UNSURE;
  private final Inflow inflow = new Inflow();
  private final LifeSigns lifeSigns = new LifeSigns();

  /** How far {@code b} is. */
  private sealed interface Binding {
    /** Asked for; {@code again} when the counter part did not know the conversation yet. */
    record Asked(Instant since, Optional<Instant> again) implements Binding {}

    record Agreed(ChannelBinding value, PublicPoint residentKey, String ticket)
        implements Binding {}

    record Failed() implements Binding {}
  }

  /** Whether the counter part, whose line was away, still knows what was bound. */
  private sealed interface Recall {
    record Settled() implements Recall {}

    /** It was asked to bind the same keys; {@code again} when it is asked once more. */
    record Asked(Instant since, Instant again) implements Recall {}

    /** It bound; its word about the code follows at once. */
    record Bound() implements Recall {}
  }

  /**
   * A match that the gate has not confirmed.
   *
   * @param over which medium it was heard
   * @param told how often
   * @param again when it is told once more, if it must be
   */
  private record Outcome(
      CodeChecked checked, CodeRun.Medium over, int told, Optional<Instant> again) {
    Outcome again(Instant at) {
      return new Outcome(checked, over, told, Optional.of(at));
    }
  }

  /** How far the newest epoch is. */
  private sealed interface Epoch {
    record Nothing() implements Epoch {}

    /** Described, and waiting for the binding; {@code held} follows the offer. */
    record Described(int number, Optional<String> sdp, List<StaffToRelay> held) implements Epoch {}

    /** The resident's answer is awaited. */
    record Announced(EpochAnnouncement own, EcKey ecdh, Kind kind) implements Epoch {
      int number() {
        return own.epoch();
      }
    }

    /** Answered, or refused: a second answer says nothing. */
    record Settled(int number) implements Epoch {}
  }

  /** Whether the resident's page has had one key so far. */
  private enum ResidentKeys {
    ONE,
    CHANGED
  }

  /** Whether an epoch has a description. */
  private enum Kind {
    MEDIA,
    MESSAGES
  }

  SecureChannel(ChannelInput.Begun begun, SecureRandom random, Instant now) {
    this.municipality = begun.municipality();
    this.conversation = begun.conversation();
    this.residentKeyText = begun.residentKey();
    this.random = random;
    this.counterKey = EcKey.fresh(random);
    this.binding = new Binding.Asked(now, Optional.empty());
    ask();
  }

  /** What has to go out because of the beginning. */
  List<ChannelOutput> drain() {
    List<ChannelOutput> all = List.copyOf(out);
    out.clear();
    return all;
  }

  List<ChannelOutput> on(ChannelInput input, Instant now) {
    switch (input) {
      case ChannelInput.Begun _ ->
          throw new IllegalStateException("another conversation needs another channel");
      case ChannelInput.ResidentKeyed keyed -> residentKeyed(keyed.residentKey(), now);
      case ChannelInput.Bound bound -> bound(bound, now);
      case ChannelInput.BindingRefused refused -> refused(refused.code(), now);
      case ChannelInput.BindAgain _ -> bindAgain(now);
      case ChannelInput.CounterBack _ -> counterBack(now);
      case ChannelInput.Assured(Sureness said) -> assured(said, now);
      case ChannelInput.OutcomeRefused(ErrorCode why) -> outcomeRefused(why, now);
      case ChannelInput.Offered offered -> offered(offered, now);
      case ChannelInput.Trickled trickled -> trickled(trickled);
      case ChannelInput.Answered answered -> answered(answered);
      case ChannelInput.FrameArrived arrived ->
          lane.ifPresent(
              open -> open.arrived(arrived.data(), now, this::heard).ifPresent(this::breakKeys));
      case ChannelInput.ResendWanted wanted ->
          lane.filter(open -> open.epoch() == wanted.epoch())
              .ifPresent(
                  open -> open.resend(wanted.from(), now, out::add).ifPresent(this::breakKeys));
      case ChannelInput.LineBack _ -> lane.ifPresent(open -> open.lineBack(now, out::add));
      case ChannelInput.Say say -> say(say.message());
      case ChannelInput.PanelShut _ -> lane.ifPresent(SealedLane::panelShut);
      case ChannelInput.CodeWanted _ -> codeWanted();
      case ChannelInput.CodeWantedAgain _ -> codeWantedAgain();
      case ChannelInput.CodeStands _ -> {
        code.ifPresent(CodeRun::stand);
        codeWanted();
      }
      case ChannelInput.CodeTyped typed -> typed(typed.digits().reveal());
      case ChannelInput.BeatDue due -> beat(due, now);
      case ChannelInput.Ticked _ -> ticked(now);
      case ChannelInput.Ended _ -> abandonCode();
    }
    return drain();
  }

  // ---- b

  private void ask() {
    out.add(
        new ChannelOutput.ToCounter(
            new StaffToCounter.BindChannel(
                conversation, counterKey.point().base64url(), residentKeyText)));
  }

  private void residentKeyed(String key, Instant now) {
    if (key.equals(residentKeyText)) {
      return;
    }
    abandonCode();
    code = Optional.empty();
    outcome = Optional.empty();
    recall = new Recall.Settled();
    gate = Sureness.UNSURE;
    lifeSigns.forget();
    lane = Optional.empty();
    epoch = new Epoch.Nothing();
    residentKeyText = key;
    residentKeys = ResidentKeys.CHANGED;
    out.add(new ChannelOutput.Unbound());
    keysSeen++;
    if (keysSeen > MAX_RESIDENT_KEYS) {
      // each b gives a guess of the code: not one more than the counter part allows
      giveUp(ChannelFault.TOO_MANY_BINDINGS);
      return;
    }
    binding = new Binding.Asked(now, Optional.empty());
    ask();
  }

  private void bound(ChannelInput.Bound said, Instant now) {
    if (binding instanceof Binding.Agreed agreed) {
      boundOnceMore(agreed, said);
      return;
    }
    if (!(binding instanceof Binding.Asked)) {
      return;
    }
    Optional<PublicPoint> residentKey = PublicPoint.parse(residentKeyText);
    if (residentKey.isEmpty()) {
      giveUp(ChannelFault.KEY_REFUSED);
      return;
    }
    ChannelBinding own =
        ChannelBinding.of(municipality, conversation, residentKey.get(), counterKey.point());
    if (!own.base64url().equals(said.binding())) {
      giveUp(ChannelFault.BINDING_MISMATCH);
      return;
    }
    binding = new Binding.Agreed(own, residentKey.get(), said.ticket());
    out.add(new ChannelOutput.Bound(own.base64url()));
    announce(now);
  }

  /** The counter part's line is there again; what it knows of these keys shows in its answer. */
  private void counterBack(Instant now) {
    if (binding instanceof Binding.Agreed) {
      recall = new Recall.Asked(now, now.plus(BIND_ONCE_MORE));
      gate = Sureness.UNSURE;
      ask();
    } else {
      bindAgain(now);
    }
  }

  /**
   * The ticket is made with the binding: another one says that the counter part had forgotten it,
   * and with it that the code was said.
   */
  private void boundOnceMore(Binding.Agreed agreed, ChannelInput.Bound said) {
    if (!(recall instanceof Recall.Asked)) {
      return;
    }
    if (!agreed.value().base64url().equals(said.binding())) {
      giveUp(ChannelFault.BINDING_MISMATCH);
      return;
    }
    recall = new Recall.Bound();
    binding = new Binding.Agreed(agreed.value(), agreed.residentKey(), said.ticket());
    if (!agreed.ticket().equals(said.ticket())) {
      askOnceMore();
    }
  }

  private void refused(ErrorCode reason, Instant now) {
    if (binding instanceof Binding.Agreed && recall instanceof Recall.Asked asked) {
      refusedOnceMore(asked, reason, now);
      return;
    }
    if (!(binding instanceof Binding.Asked asked)) {
      return;
    }
    switch (reason) {
      case UNKNOWN_CONVERSATION -> askLater(asked, ChannelFault.BINDING_UNANSWERED, now);
      case TOO_MANY_BINDINGS -> giveUp(ChannelFault.TOO_MANY_BINDINGS);
      case BINDING_MISMATCH -> {
        switch (residentKeys) {
          case ONE -> giveUp(ChannelFault.BINDING_MISMATCH);
          // the counter part hears of a new key by another way than we do, which may be away
          case CHANGED -> askLater(asked, ChannelFault.BINDING_UNANSWERED, now);
        }
      }
      case KEY_REFUSED -> giveUp(ChannelFault.KEY_REFUSED);
      default -> giveUp(ChannelFault.BINDING_REFUSED);
    }
  }

  /** Media and messages go on meanwhile, only nothing opens. */
  private void refusedOnceMore(Recall.Asked asked, ErrorCode reason, Instant now) {
    switch (reason) {
      // It is asked again with the next tick that is due, as long as the talk lasts.
      case UNKNOWN_CONVERSATION -> {}
      case BINDING_MISMATCH -> {
        if (!now.isBefore(asked.since().plus(BIND_PATIENCE))) {
          giveUp(ChannelFault.BINDING_MISMATCH);
        }
      }
      case TOO_MANY_BINDINGS -> giveUp(ChannelFault.TOO_MANY_BINDINGS);
      case KEY_REFUSED -> giveUp(ChannelFault.KEY_REFUSED);
      default -> giveUp(ChannelFault.BINDING_REFUSED);
    }
  }

  private void askLater(Binding.Asked asked, ChannelFault atLast, Instant now) {
    if (now.isBefore(asked.since().plus(BIND_PATIENCE))) {
      binding = new Binding.Asked(asked.since(), Optional.of(now.plus(BIND_AGAIN)));
    } else {
      giveUp(atLast);
    }
  }

  private void giveUp(ChannelFault fault) {
    binding = new Binding.Failed();
    out.add(new ChannelOutput.Broken(number(), fault));
  }

  private void bindAgain(Instant now) {
    if (!(binding instanceof Binding.Agreed)) {
      binding = new Binding.Asked(now, Optional.empty());
      ask();
    }
  }

  // ---- epochs

  private int number() {
    return switch (epoch) {
      case Epoch.Nothing _ -> 0;
      case Epoch.Described described -> described.number();
      case Epoch.Announced announced -> announced.number();
      case Epoch.Settled settled -> settled.number();
    };
  }

  private void offered(ChannelInput.Offered offered, Instant now) {
    if (offered.epoch() < number()) {
      return; // an older one has nothing to say any more
    }
    lane = Optional.empty();
    epoch = new Epoch.Described(offered.epoch(), offered.sdp(), List.of());
    announce(now);
  }

  private void trickled(ChannelInput.Trickled trickled) {
    switch (epoch) {
      case Epoch.Described waiting
          when waiting.number() == trickled.epoch() && waiting.held().size() < MAX_HELD -> {
        List<StaffToRelay> held = new ArrayList<>(waiting.held());
        held.add(trickled.message());
        epoch = new Epoch.Described(waiting.number(), waiting.sdp(), List.copyOf(held));
      }
      case Epoch.Announced now when now.number() == trickled.epoch() ->
          out.add(new ChannelOutput.ToRelay(trickled.message()));
      case Epoch.Settled now when now.number() == trickled.epoch() ->
          out.add(new ChannelOutput.ToRelay(trickled.message()));
      case Epoch.Nothing _, Epoch.Described _, Epoch.Announced _, Epoch.Settled _ -> {}
    }
  }

  private void announce(Instant now) {
    if (!(epoch instanceof Epoch.Described described)
        || !(binding instanceof Binding.Agreed agreed)) {
      return;
    }
    FingerprintOf of =
        described.sdp().map(FingerprintOf::description).orElseGet(FingerprintOf.None::new);
    byte[] fingerprint =
        switch (of) {
          case FingerprintOf.One(byte[] digest) -> digest;
          case FingerprintOf.None _ -> EpochAnnouncement.noMedia();
          case FingerprintOf.Unusable _ ->
              throw new IllegalStateException("our own description has not one fingerprint");
        };
    EcKey ecdh = EcKey.fresh(random);
    EpochAnnouncement own =
        new EpochAnnouncement(
            Party.COUNTER, described.number(), agreed.value(), fingerprint, ecdh.point());
    epoch =
        new Epoch.Announced(own, ecdh, described.sdp().isPresent() ? Kind.MEDIA : Kind.MESSAGES);
    out.add(
        new ChannelOutput.ToRelay(
            new StaffToRelay.Offer(
                conversation,
                described.number(),
                described.sdp(),
                agreed.ticket(),
                new SignedAnnouncement(
                    ecdh.point().base64url(), text(own.sign(counterKey.privateKey()))))));
    lifeSigns.begin(described.number(), now);
    described.held().forEach(message -> out.add(new ChannelOutput.ToRelay(message)));
    out.add(new ChannelOutput.OfferSent(described.number()));
  }

  private void answered(ChannelInput.Answered answer) {
    if (!(epoch instanceof Epoch.Announced announced)
        || announced.number() != answer.epoch()
        || !(binding instanceof Binding.Agreed agreed)) {
      return;
    }
    epoch = new Epoch.Settled(answer.epoch());
    boolean expected = answer.sdp().isPresent() == (announced.kind() == Kind.MEDIA);
    ResidentAnswer checked =
        expected
            ? ResidentAnswer.check(
                answer.epoch(),
                agreed.value(),
                agreed.residentKey(),
                answer.sdp(),
                answer.announcement())
            : new ResidentAnswer.Refused(ChannelFault.DESCRIPTION_REFUSED);
    switch (checked) {
      case ResidentAnswer.Refused(ChannelFault fault) ->
          out.add(new ChannelOutput.Broken(answer.epoch(), fault));
      case ResidentAnswer.Holds(EpochAnnouncement theirs) -> agree(announced, theirs, answer);
    }
  }

  private void agree(
      Epoch.Announced announced, EpochAnnouncement theirs, ChannelInput.Answered answer) {
    ChatKeys keys =
        ChatKeys.agree(
            EpochBinding.of(theirs, announced.own()),
            announced.ecdh().privateKey(),
            theirs.ecdhKey());
    lane = Optional.of(new SealedLane(conversation, answer.epoch(), keys, inflow));
    laneKind = announced.kind();
    out.add(new ChannelOutput.Agreed(answer.epoch(), answer.sdp()));
  }

  /** A reader of forged frames learns nothing from further ones, so nothing of it is read. */
  private void breakKeys(ChannelFault fault) {
    int broken = number();
    lane = Optional.empty();
    out.add(new ChannelOutput.Broken(broken, fault));
  }

  // ---- messages and code

  private void say(PeerMessage message) {
    lane.ifPresent(open -> open.say(message, out::add));
  }

  /** What belongs to the code stays here; the rest is for whoever shows the conversation. */
  private void heard(ChannelOutput output) {
    switch (output) {
      case ChannelOutput.Heard(PeerMessage.CodeNonce nonce) -> {
        code.flatMap(run -> run.on(nonce)).ifPresent(this::say);
        tellCode();
      }
      case ChannelOutput.Heard(PeerMessage.CodeOutcome(CodeWord word))
          when word == CodeWord.REFUSED -> {
        code.ifPresent(run -> run.refused().ifPresent(result -> tellGate(run, result)));
        tellCode();
      }
      // The resident's side has no other word about the code.
      case ChannelOutput.Heard(PeerMessage.CodeOutcome _) -> {}
      case ChannelOutput.Heard(PeerMessage.CodeCommitment _) -> {}
      case ChannelOutput.Heard(PeerMessage.CodeReveal _) -> {}
      case ChannelOutput other -> out.add(other);
    }
  }

  private void codeWanted() {
    if (binding instanceof Binding.Agreed agreed && lane.isPresent()) {
      CodeRun run = code.orElseGet(() -> new CodeRun(conversation, agreed.value(), random));
      code = Optional.of(run);
      run.step(lane.get().epoch(), medium()).ifPresent(this::say);
      tellCode();
    }
  }

  private void codeWantedAgain() {
    if (code.isPresent() && lane.isPresent()) {
      code.get().again(lane.get().epoch(), medium()).ifPresent(this::say);
      tellCode();
    } else {
      codeWanted();
    }
  }

  private CodeRun.Medium medium() {
    return switch (laneKind) {
      case MEDIA -> CodeRun.Medium.MEDIA;
      case MESSAGES -> CodeRun.Medium.TELEPHONE;
    };
  }

  /** Digits that were heard before a switch, or in another epoch, cost and count nothing. */
  private void typed(String digits) {
    code.filter(_ -> isAskedNow())
        .ifPresent(run -> {
          run.typed(digits, this::say).ifPresent(result -> tellGate(run, result));
          tellCode();
        });
  }

  private void abandonCode() {
    code.ifPresent(run -> run.abandoned().ifPresent(result -> tellGate(run, result)));
  }

  /**
   * Only a match is told again until it is confirmed: what was lost of the others opens nothing,
   * and a slip that is told twice would count as two.
   */
  private void tellGate(CodeRun run, CodeResult result) {
    CodeChecked checked = run.checked(heardIn(), result);
    out.add(new ChannelOutput.ToCounter(checked));
    outcome =
        result == CodeResult.MATCHED
            ? Optional.of(new Outcome(checked, medium(), 1, Optional.empty()))
            : Optional.empty();
  }

  /** The connection in which something was said; there is none before the first. */
  private int heardIn() {
    return lane.map(SealedLane::epoch).orElseGet(() -> Math.max(1, number()));
  }

  private void assured(Sureness said, Instant now) {
    boolean afterBinding = recall instanceof Recall.Bound;
    recall = afterBinding ? new Recall.Settled() : recall;
    gate = said;
    switch (said) {
      case SURE -> outcome = Optional.empty();
      case UNSURE -> {
        if (afterBinding && outcome.isPresent()) {
          outcome = outcome.map(lost -> lost.again(now));
        } else if (afterBinding && isAskedNow()) {
          askOnceMore();
        }
      }
    }
  }

  private void outcomeRefused(ErrorCode why, Instant now) {
    if (outcome.isEmpty()) {
      return;
    }
    switch (why) {
      case STALE_EPOCH, UNKNOWN_CONVERSATION ->
          outcome = outcome.map(early -> early.again(now.plus(TELL_AGAIN)));
      default -> {
        if (gate == Sureness.SURE) {
          outcome = Optional.empty(); // it had come through before
        } else if (recall instanceof Recall.Settled) {
          askOnceMore();
        }
      }
    }
  }

  /**
   * What was heard in the epoch before still holds where the medium is the same: it is told for the
   * present one. After a switch nobody knows by which medium it was heard.
   */
  private void tellAgain(Outcome lost, CodeRun run, int present) {
    boolean holds = run.state() == CodeState.MATCHED && isAskedNow() && lost.over() == medium();
    if (!holds || lost.told() >= MAX_TOLD) {
      askOnceMore();
      return;
    }
    CodeChecked checked = run.checked(present, CodeResult.MATCHED);
    outcome = Optional.of(new Outcome(checked, lost.over(), lost.told() + 1, Optional.empty()));
    out.add(new ChannelOutput.ToCounter(checked));
  }

  /** The gate does not stand for the code that matched here: the resident says it once more. */
  private void askOnceMore() {
    boolean now = isAskedNow();
    outcome = Optional.empty();
    // what waits to be said again over another medium must not stand by itself afterwards either
    Optional<CodeRun> matched = code.filter(run -> run.state() == CodeState.MATCHED);
    code.ifPresent(CodeRun::unsettle);
    matched.ifPresent(run -> {
      lane.filter(_ -> now).flatMap(open -> run.step(open.epoch(), medium())).ifPresent(this::say);
      tellCode();
    });
  }

  /** Not before keys are agreed upon, and never in a chat. */
  private boolean isAskedNow() {
    return lane.filter(open -> code.filter(run -> run.isAskedIn(open.epoch())).isPresent())
        .isPresent();
  }

  private void tellCode() {
    code.ifPresent(run -> out.add(new ChannelOutput.CodeChanged(run.state())));
  }

  // ---- signs of life

  private void beat(ChannelInput.BeatDue due, Instant now) {
    if (binding instanceof Binding.Agreed agreed) {
      lifeSigns
          .due(due.epoch(), due.flow(), now)
          .ifPresent(number -> beat(due, agreed.value(), number));
    }
  }

  private void beat(ChannelInput.BeatDue due, ChannelBinding bound, long number) {
    byte[] signature =
        new LifeSign(Party.COUNTER, bound, due.epoch(), number).sign(counterKey.privateKey());
    out.add(
        new ChannelOutput.ToCounter(
            new StaffToCounter.Heartbeat(
                conversation, due.epoch(), due.flow(), number, text(signature))));
  }

  private void ticked(Instant now) {
    lane.ifPresent(open -> open.ticked(now, out::add));
    if (recall instanceof Recall.Asked asked && !now.isBefore(asked.again())) {
      recall = new Recall.Asked(asked.since(), now.plus(BIND_ONCE_MORE));
      ask();
    }
    outcome
        .filter(lost -> lost.again().filter(at -> !now.isBefore(at)).isPresent())
        .ifPresent(lost ->
            lane.ifPresent(open -> code.ifPresent(run -> tellAgain(lost, run, open.epoch()))));
    if (binding instanceof Binding.Asked asked) {
      if (asked.again().filter(at -> !now.isBefore(at)).isPresent()) {
        binding = new Binding.Asked(asked.since(), Optional.empty());
        ask();
      } else if (asked.again().isEmpty() && !now.isBefore(asked.since().plus(BIND_PATIENCE))) {
        giveUp(ChannelFault.BINDING_UNANSWERED);
      }
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
