package nl.digitalebalie.desktop.view.identity;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Shift;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.desktop.identity.IdentityState.Why;
import nl.digitalebalie.desktop.identity.VerifiedIdentity;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Ask;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Degree;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Screen;
import nl.digitalebalie.desktop.view.identity.IdentityModel.State;
import nl.digitalebalie.desktop.view.identity.IdentityModel.Sure;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.identity.Sensitivity;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;

/** Puts the identity into words; says "shown" only for what this client verified. */
public final class IdentityPresenter {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final IdentityModel model = new IdentityModel();
  private Optional<ConversationId> talk = Optional.empty();
  private Optional<PurposeId> chosen = Optional.empty();
  private Reminder reminder = Reminder.NOT_ASKED;
  private Desk last = Desk.EMPTY;

  /** Whether the staff member is being asked if the resident can speak freely. */
  private enum Reminder {
    NOT_ASKED,
    ASKED
  }

  public IdentityPresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
  }

  public IdentityModel model() {
    return model;
  }

  public void show(Desk now) {
    last = now;
    Optional<ConversationId> conversation = now.talk().ongoing().map(Talk.Ongoing::conversation);
    if (!conversation.equals(talk)) {
      talk = conversation;
      chosen = Optional.empty();
      reminder = Reminder.NOT_ASKED;
    }
    now.talk()
        .ongoing()
        .filter(_ -> chosen.isEmpty())
        .ifPresent(ongoing -> chosen = usualPurpose(now.shift(), ongoing));
    model.screen.replace(
        now.talk().ongoing().map(ongoing -> screen(now, ongoing)).orElseGet(this::noTalk));
  }

  public void choose(PurposeId purpose) {
    chosen = Optional.of(purpose);
    reminder = Reminder.NOT_ASKED;
    show(last);
  }

  public void ask() {
    switch (model.screen().ask()) {
      case POSSIBLE, AGAIN -> {
        if (isSensitive()) {
          remind(Reminder.ASKED);
        } else {
          askForIt();
        }
      }
      case REMINDED -> askForIt();
      case NOT_NOW, CANCEL -> {}
    }
  }

  private void askForIt() {
    reminder = Reminder.NOT_ASKED;
    chosen.ifPresent(purpose -> desk.accept(new DeskEvent.DisclosureWanted(purpose)));
  }

  /** Withdraws the question, or the wish to ask it. */
  public void cancel() {
    if (model.screen().ask() == Ask.REMINDED) {
      remind(Reminder.NOT_ASKED);
    } else {
      desk.accept(new DeskEvent.DisclosureCancelled());
    }
  }

  private void remind(Reminder next) {
    reminder = next;
    show(last);
  }

  private boolean isSensitive() {
    return chosen
        .flatMap(last.shift()::purpose)
        .filter(card -> card.sensitivity() == Sensitivity.SENSITIVE)
        .isPresent();
  }

  private static Optional<PurposeId> usualPurpose(Shift shift, Talk.Ongoing ongoing) {
    Optional<PurposeId> usual =
        shift
            .topic(ongoing.accepted().municipality(), ongoing.accepted().topic())
            .flatMap(topic -> topic.usualPurpose())
            .filter(purpose -> shift.purpose(purpose).isPresent());
    return usual.or(() -> shift.purposes().stream().map(PurposeCard::id).findFirst());
  }

  private Screen noTalk() {
    return new Screen(
        State.NO_TALK,
        texts.text("identity.noTalk"),
        List.of(),
        List.of(),
        Optional.empty(),
        Ask.NOT_NOW,
        "",
        Optional.empty());
  }

  private Screen screen(Desk now, Talk.Ongoing ongoing) {
    boolean reachable = now.counter() instanceof Line.Up && ongoing.bond().binding().isPresent();
    Ask possible = reachable ? unlessReminded(Ask.POSSIBLE) : Ask.NOT_NOW;
    Ask again = reachable ? unlessReminded(Ask.AGAIN) : Ask.NOT_NOW;
    return switch (ongoing.identity()) {
      case IdentityState.NotShown _ ->
          screen(now, State.NOT_SHOWN, "identity.notShown", notShown(now), possible);
      case IdentityState.Asking _ ->
          screen(
              now,
              State.ASKED,
              "identity.asked",
              List.of(texts.text("identity.asking")),
              Ask.NOT_NOW);
      case IdentityState.Asked asked ->
          screen(now, State.ASKED, "identity.asked", asked(asked), Ask.CANCEL);
      case IdentityState.Shown(VerifiedIdentity identity) ->
          screen(now, State.SHOWN, "identity.shown", shown(identity), again);
      case IdentityState.Failed(Why why) ->
          screen(now, State.FAILED, "identity.failed", failed(why), again);
    };
  }

  private Ask unlessReminded(Ask ask) {
    return reminder == Reminder.ASKED ? Ask.REMINDED : ask;
  }

  private Screen screen(Desk now, State state, String title, List<String> lines, Ask ask) {
    return new Screen(
        state,
        texts.text(title),
        lines,
        now.shift().purposes().stream()
            .map(card -> new IdentityModel.Purpose(card.id(), texts.local(card.title())))
            .toList(),
        chosen,
        ask,
        chosen.flatMap(now.shift()::purpose).map(this::asks).orElse(""),
        now.talk().ongoing().map(this::channel));
  }

  /**
   * The other half of an identity: whether the person on the line holds the page that showed it.
   */
  private Sure channel(Talk.Ongoing talk) {
    if (talk.channel() == Channel.CHAT) {
      return new Sure(Degree.CANNOT, texts.text("identity.channel.chat"));
    }
    return switch (talk.assurance()) {
      case NONE -> new Sure(Degree.NOT_YET, texts.text("identity.channel.none"));
      case SPOKEN, SIGNED -> new Sure(Degree.SURE, texts.text("identity.channel.spoken"));
    };
  }

  private String asks(PurposeCard card) {
    String data =
        card.attributes().stream()
            .map(attribute -> texts.local(attribute.label()))
            .collect(Collectors.joining(", "));
    return texts.text("identity.asks", data, texts.local(card.legalBasis()));
  }

  private List<String> notShown(Desk now) {
    return List.of(
        texts.text(
            now.counter() instanceof Line.Up ? "identity.notShownHint" : "identity.offline"));
  }

  private List<String> asked(IdentityState.Asked asked) {
    List<String> lines = new ArrayList<>();
    lines.add(
        asked
            .step()
            .map(texts::word)
            .orElseGet(() ->
                asked
                    .started()
                    .map(started -> texts.word(started.device()))
                    .orElse(texts.text("identity.residentReads"))));
    lines.add(texts.text("identity.until", clock(asked.expiresAt())));
    return lines;
  }

  private List<String> shown(VerifiedIdentity identity) {
    String data = identity.shown().stream().map(texts::local).collect(Collectors.joining(", "));
    return List.of(
        texts.text("identity.shownData", data),
        texts.text(
            "identity.shownHow",
            texts.word(identity.means()),
            texts.word(identity.level()),
            clock(identity.verifiedAt())),
        texts.text("identity.shownBinding", texts.word(identity.discloser())));
  }

  private List<String> failed(Why why) {
    return switch (why) {
      case Why.Rejected(Rejection reason) ->
          List.of(reason(reason), texts.text("identity.whatNow"));
      case Why.RefusedHere(Rejection reason) ->
          List.of(refusedHere(reason), texts.text("identity.reference", reason.name()));
      case Why.NotPossible(var code) ->
          List.of(
              texts.has("ErrorCode." + code.name())
                  ? texts.word(code)
                  : texts.text("identity.notPossible"),
              texts.text("identity.reference", code.name()));
    };
  }

  /** What falls short of the purpose's demand can be mended; the rest is for the help desk. */
  private String refusedHere(Rejection reason) {
    boolean fallsShort =
        reason == Rejection.LEVEL_TOO_LOW
            || reason == Rejection.CHANNEL_TOO_LOW
            || reason == Rejection.DISCLOSER_TOO_LOW;
    return fallsShort ? texts.word(reason) : texts.text("identity.refusedHere");
  }

  private String reason(Rejection reason) {
    return switch (reason) {
      case CANCELLED,
          AWAY_TOO_LONG,
          TIMED_OUT,
          DECLINED,
          NO_WALLET,
          PROVIDER_UNAVAILABLE,
          LEVEL_TOO_LOW,
          CHANNEL_TOO_LOW,
          DISCLOSER_TOO_LOW,
          ATTRIBUTES_MISSING,
          ATTRIBUTE_NOT_PRESENT,
          ALREADY_USED,
          EXPIRED ->
          texts.word(reason);
      case TOKEN_MALFORMED,
          ALGORITHM_NOT_ALLOWED,
          SIGNATURE_INVALID,
          WRONG_ISSUER,
          WRONG_SUBJECT,
          ISSUED_BEFORE_REQUEST,
          OTHER_SESSION,
          NOT_DONE,
          PROOF_NOT_VALID,
          ATTRIBUTES_NOT_ASKED,
          MIXED_CREDENTIALS,
          SCHEME_NOT_ALLOWED,
          BSN_INVALID,
          EVIDENCE_MISMATCH,
          ATTESTATION_INVALID ->
          texts.text("identity.notAccepted", reason.name());
    };
  }

  private String clock(Instant time) {
    return CLOCK.format(time.atZone(zone));
  }
}
