package nl.digitalebalie.server.counter;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.DisclosureProofClaims;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.identity.GateSigner;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.identity.Verdict;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.policy.PurposePolicy;
import nl.digitalebalie.server.policy.TestPolicies;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.subject.TestNames;

/** Plays one conversation on the real state machine in virtual time, and keeps what it wanted. */
final class Scene {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  static final ConversationId CONVERSATION = new ConversationId("conversation-000001");
  static final DisclosureId DISCLOSURE = new DisclosureId("disclosure-00000001");
  static final StaffPrincipal ANNA = staff("anna", Set.of("wmo"));
  static final String CODE = "4711";

  static final ChannelBinding BINDING =
      TestKeys.binding(CONVERSATION, TestKeys.RESIDENT, TestKeys.COUNTER);

  /** Says what it would sign. */
  static final class PlainSigner implements GateSigner {
    @Override
    public String attest(AttestationClaims claims) {
      return "attested "
          + claims.channel()
          + " under "
          + claims.channelBinding()
          + " until "
          + claims.expiresAt();
    }

    @Override
    public String ticket(StaffTicketClaims claims) {
      return "ticket of "
          + claims.displayName()
          + " in "
          + claims.conversation()
          + " with "
          + claims.counterKey().base64url()
          + " until "
          + claims.expiresAt();
    }

    @Override
    public String proof(DisclosureProofClaims claims) {
      return "proof of " + claims.sessionHash() + " under " + claims.channelBinding();
    }
  }

  private final CounterMachine machine;
  private CounterState state;
  private Instant epochSince = START;
  private long staffNumber = 0;
  private long residentNumber = 0;
  private Instant now = START;
  private Optional<Instant> wakeUp = Optional.empty();
  private final List<Effect> effects = new ArrayList<>();

  Scene() {
    this(Optional.of(ANNA));
  }

  Scene(Optional<StaffPrincipal> connected) {
    this(connected, Channel.VIDEO);
  }

  Scene(PurposePolicy policy) {
    this(Optional.of(ANNA), Channel.VIDEO, policy);
  }

  Scene(Optional<StaffPrincipal> connected, Channel channel) {
    this(connected, channel, TestPolicies.demo());
  }

  private Scene(Optional<StaffPrincipal> connected, Channel channel, PurposePolicy policy) {
    machine =
        new CounterMachine(
            new Rules(
                policy,
                () -> DISCLOSURE,
                new PlainSigner(),
                new TestNames(),
                "https://open.yivi.app/-/session#"));
    state =
        CounterState.began(
            new CounterState.About(
                CONVERSATION,
                new MunicipalityId("voorbeeld"),
                new TopicId("wmo"),
                channel,
                ANNA.id(),
                START,
                nl.digitalebalie.protocol.signal.Language.NL),
            connected,
            TestKeys.text(TestKeys.RESIDENT));
    on(new Event.Began());
    rowsDurable();
  }

  static StaffPrincipal staff(String id, Set<String> roles) {
    return new StaffPrincipal(
        new StaffId(id),
        id,
        LocalText.of("Medewerker", "Staff"),
        roles,
        Set.of(new MunicipalityId("voorbeeld")));
  }

  // Playing

  Scene on(Event event) {
    if (event instanceof Event.EpochBegan(int epoch) && epoch > state.bond().epoch()) {
      epochSince = now;
      staffNumber = 0;
      residentNumber = 0;
    }
    Step step = machine.on(state, event, now);
    state = step.next();
    wakeUp = step.wakeUp();
    effects.addAll(step.effects());
    return this;
  }

  Scene says(StaffToCounter message) {
    return on(new Event.StaffSaid(ANNA, message));
  }

  Scene residentSays(ResidentToRelay message) {
    return on(new Event.ResidentSaid(message));
  }

  /** Every row that waits becomes durable, and those that follow from it. */
  Scene rowsDurable() {
    for (Optional<Long> row = nextRow(); row.isPresent(); row = nextRow()) {
      on(new Event.RowDurable(row.get()));
    }
    return this;
  }

  Scene rowsFail() {
    for (Optional<Long> row = nextRow(); row.isPresent(); row = nextRow()) {
      on(new Event.RowFailed(row.get()));
    }
    return this;
  }

  private long answered = 0;

  private Optional<Long> nextRow() {
    Optional<Long> next =
        all(Effect.AppendRow.class).stream()
            .map(Effect.AppendRow::ticket)
            .filter(ticket -> ticket > answered)
            .findFirst();
    next.ifPresent(ticket -> answered = ticket);
    return next;
  }

  /** Lets time pass, waking the machine when it asked for it. */
  Scene pass(Duration duration) {
    Instant end = now.plus(duration);
    while (wakeUp.isPresent() && !wakeUp.get().isAfter(end)) {
      now = wakeUp.get().isBefore(now) ? now : wakeUp.get();
      on(new Event.TimePassed());
    }
    now = end;
    return this;
  }

  /** Time passes with heartbeats of the given media every five seconds. */
  Scene passTalking(Duration duration, MediaFlow media) {
    for (long second = 0; second < duration.toSeconds(); second += 5) {
      pass(Duration.ofSeconds(5)).beats(media);
    }
    return this;
  }

  /** A sign of life of each. */
  Scene beats(MediaFlow media) {
    return staffBeats(media).residentBeats();
  }

  Scene staffBeats(MediaFlow media) {
    staffNumber = nextNumber(staffNumber);
    return says(staffBeat(Math.max(1, state.liveness().epoch()), media, staffNumber));
  }

  Scene residentBeats() {
    residentNumber = nextNumber(residentNumber);
    return residentSays(residentBeat(Math.max(1, state.liveness().epoch()), residentNumber));
  }

  /** What an honest side signs now: the tick of 5 s of the epoch, and never the same twice. */
  private long nextNumber(long last) {
    return Math.max(last + 1, 1 + Duration.between(epochSince, now).toSeconds() / 5);
  }

  static StaffToCounter.Heartbeat staffBeat(int epoch, MediaFlow media, long number) {
    return new StaffToCounter.Heartbeat(
        CONVERSATION,
        epoch,
        media,
        number,
        TestKeys.lifeSign(TestKeys.COUNTER, Party.COUNTER, BINDING, epoch, number));
  }

  static ResidentToRelay.Heartbeat residentBeat(int epoch, long number) {
    return new ResidentToRelay.Heartbeat(
        epoch,
        number,
        TestKeys.lifeSign(TestKeys.RESIDENT, Party.RESIDENT, BINDING, epoch, number));
  }

  /** The staff member looks at the connection that is current. */
  Scene asksForPanel() {
    return says(new StaffToCounter.OpenPanel(CONVERSATION, Math.max(1, state.liveness().epoch())));
  }

  Scene bound() {
    return binds(TestKeys.COUNTER, TestKeys.RESIDENT);
  }

  Scene binds(KeyPair counter, KeyPair resident) {
    return says(
        new StaffToCounter.BindChannel(
            CONVERSATION, TestKeys.text(counter), TestKeys.text(resident)));
  }

  Scene code(CodeResult result) {
    return code(Math.max(1, state.liveness().epoch()), result);
  }

  Scene code(int epoch, CodeResult result) {
    return says(new StaffToCounter.CodeChecked(CONVERSATION, epoch, BINDING.base64url(), result));
  }

  /** Connected, and nobody said the code yet. */
  Scene unsure() {
    return bound().on(new Event.EpochBegan(1)).beats(MediaFlow.FLOWING);
  }

  Scene talking() {
    return unsure().code(CodeResult.MATCHED);
  }

  Scene asksWho() {
    return says(new StaffToCounter.AskDisclosure(CONVERSATION, new PurposeId("wmo")));
  }

  /** From the question to the verified identity, its row not durable yet. */
  Scene identifies() {
    return asksWho()
        .residentSays(consent(WalletDevice.THIS_DEVICE))
        .sessionStarted(1, WalletDevice.THIS_DEVICE)
        .concluded(1, samira());
  }

  /** Somebody with this number, asked anew in the same talk. */
  Scene identifiesAs(String bsn) {
    return asksWho()
        .residentSays(consent(WalletDevice.THIS_DEVICE))
        .sessionStarted(1, WalletDevice.THIS_DEVICE)
        .concluded(1, somebody(bsn));
  }

  static ResidentToRelay.StartDisclosure consent(WalletDevice device) {
    return consent(DISCLOSURE, device);
  }

  static ResidentToRelay.StartDisclosure consent(DisclosureId disclosure, WalletDevice device) {
    return new ResidentToRelay.StartDisclosure(
        disclosure, device, TestKeys.consent(TestKeys.RESIDENT, BINDING, disclosure, device));
  }

  Scene asked() {
    return talking().asksWho();
  }

  Scene walletOpened(WalletDevice device) {
    asked().residentSays(consent(device));
    return sessionStarted(1, device);
  }

  Scene sessionStarted(int attempt, WalletDevice device) {
    Optional<Sensitive<String>> code =
        device == WalletDevice.OTHER_DEVICE ? Optional.of(Sensitive.of(CODE)) : Optional.empty();
    return on(
        new Event.SessionStarted(
            attempt(attempt), new StartedSession("{\"u\":\"x y\"}", "hash-" + attempt, code)));
  }

  Scene wallet(WalletStatus status) {
    return on(new Event.WalletProgressed(attempt(1), status));
  }

  Scene types(String code) {
    return residentSays(new ResidentToRelay.PairingCode(DISCLOSURE, code));
  }

  Scene concluded(int attempt, Conclusion conclusion) {
    return on(new Event.Concluded(attempt(attempt), conclusion));
  }

  Scene rejected(Rejection reason) {
    return concluded(1, new Conclusion.Rejected(reason));
  }

  Scene verified() {
    return walletOpened(WalletDevice.THIS_DEVICE).concluded(1, samira());
  }

  /** Verified, row durable, gate row durable; the cases are being read. */
  Scene reading() {
    return verified().rowsDurable();
  }

  Scene open() {
    return reading().casesArrive();
  }

  Scene casesArrive() {
    return casesArrive(new CaseSystem.Answer.Found(List.of(), Completeness.COMPLETE));
  }

  Scene casesArrive(CaseSystem.Answer answer) {
    return on(new Event.CasesArrived(last(Effect.ReadCases.class).ticket(), answer));
  }

  static Attempt attempt(int number) {
    return new Attempt(DISCLOSURE, number);
  }

  static Conclusion.Verified samira() {
    return somebody("999993653");
  }

  private static Conclusion.Verified somebody(String bsn) {
    return new Conclusion.Verified(
        new Verdict.Accepted(
            List.of(
                attribute("fullname", "S. van den Berg"),
                attribute("dateofbirth", "14-03-1988"),
                attribute("bsn", bsn),
                attribute("digidlevel", "Substantieel")),
            Bsn.parse(bsn),
            AssuranceLevel.SUBSTANTIAL),
        Sensitive.of("header.payload.signature"),
        "evidence-hash");
  }

  private static Attribute attribute(String name, String value) {
    return new Attribute(
        "irma-demo.gemeente.personalData." + name, LocalText.of(name, name), Sensitive.of(value));
  }

  // Looking

  CounterState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  <E extends Effect> List<E> all(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <E extends Effect> E last(Class<E> type) {
    return all(type).getLast();
  }

  <M extends CounterToStaff> List<M> toldStaff(Class<M> type) {
    return all(Effect.TellStaff.class).stream()
        .map(Effect.TellStaff::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  <M extends RelayToResident> List<M> toldResident(Class<M> type) {
    return all(Effect.TellResident.class).stream()
        .map(Effect.TellResident::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  ErrorCode refused() {
    return toldStaff(CounterToStaff.Refused.class).getLast().code();
  }

  ErrorCode refusedResident() {
    return toldResident(RelayToResident.Refused.class).getLast().code();
  }

  List<String> rows() {
    return all(Effect.AppendRow.class).stream().map(row -> row.event().kind()).toList();
  }

  Map<String, Object> lastRow(String kind) {
    return all(Effect.AppendRow.class).stream()
        .map(Effect.AppendRow::event)
        .filter(event -> event.kind().equals(kind))
        .map(AuditEvent::body)
        .toList()
        .getLast();
  }

  /** What somebody wrote, beside the last row of this kind. */
  String words(String kind) {
    return all(Effect.AppendRow.class).stream()
        .map(Effect.AppendRow::event)
        .filter(event -> event.kind().equals(kind))
        .toList()
        .getLast()
        .words()
        .orElseThrow()
        .reveal();
  }

  Scene forgetEffects() {
    rowsDurable();
    effects.clear();
    return this;
  }
}
