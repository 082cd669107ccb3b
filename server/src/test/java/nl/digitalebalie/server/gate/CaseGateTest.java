package nl.digitalebalie.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.gate.GateDecision.Closed;
import nl.digitalebalie.server.gate.GateDecision.ClosedReason;
import nl.digitalebalie.server.gate.GateDecision.Open;
import nl.digitalebalie.server.gate.GateFacts.AuditState;
import nl.digitalebalie.server.gate.GateFacts.HandLock;
import nl.digitalebalie.server.gate.Liveness.StaffSocket;
import nl.digitalebalie.server.gate.Liveness.Talk;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.TestPolicies;
import org.junit.jupiter.api.Test;

class CaseGateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Purpose WMO = TestPolicies.purpose("wmo");
  private static final Duration GRACE = WMO.grace();
  private static final Bsn SAMIRA = Bsn.parse("999993653").orElseThrow();

  /** One way in which one input can be wrong, and the reason it must give. */
  private record Wrong(ClosedReason reason, UnaryOperator<GateFacts> make) {}

  /** In the gate's order of reasons, so that the first of a combination is the one it names. */
  private static final List<Wrong> WRONGS =
      List.of(
          wrong(ClosedReason.CONVERSATION_ENDED, live(CaseGateTest::ended)),
          wrong(ClosedReason.NOT_IDENTIFIED, facts -> identity(facts, Optional.empty())),
          wrong(
              ClosedReason.OTHER_PURPOSE,
              facts ->
                  identity(
                      facts,
                      Optional.of(
                          identity("bijstand", AssuranceLevel.SUBSTANTIAL, Optional.of(SAMIRA))))),
          wrong(ClosedReason.ROLE_NOT_ALLOWED, facts -> roles(facts, Set.of("bijstand"))),
          wrong(
              ClosedReason.LEVEL_TOO_LOW,
              facts ->
                  identity(
                      facts,
                      Optional.of(identity("wmo", AssuranceLevel.LOW, Optional.of(SAMIRA))))),
          wrong(ClosedReason.CHANNEL_NOT_SURE, facts -> channel(facts, ChannelAssurance.NONE)),
          wrong(
              ClosedReason.NO_SUBJECT,
              facts ->
                  identity(
                      facts,
                      Optional.of(identity("wmo", AssuranceLevel.SUBSTANTIAL, Optional.empty())))),
          wrong(ClosedReason.LOCKED_BY_STAFF, facts -> lock(facts, HandLock.BUTTON)),
          wrong(ClosedReason.SCREEN_LOCKED, facts -> lock(facts, HandLock.SCREEN)),
          wrong(ClosedReason.STAFF_CONNECTION_LOST, live(was -> socketLost(was))),
          wrong(ClosedReason.STAFF_CONNECTION_LOST, live(was -> relayAway(was, GRACE))),
          wrong(ClosedReason.RESIDENT_LOST, live(was -> residentAway(was, GRACE))),
          wrong(ClosedReason.NEW_CONNECTION, live(was -> epochs(was, 2, 1))),
          wrong(
              ClosedReason.MEDIA_LOST,
              live(was -> heard(was, Optional.of(NOW.minus(GRACE)), Optional.of(NOW)))),
          wrong(
              ClosedReason.RESIDENT_SILENT,
              live(was -> residentSigned(was, Optional.of(NOW.minus(GRACE))))),
          wrong(ClosedReason.RESIDENT_SILENT, live(was -> residentSigned(was, Optional.empty()))),
          // the way to both of them is gone, and it would be wrong to say that the resident left
          wrong(
              ClosedReason.STAFF_CONNECTION_LOST,
              live(was ->
                  relayAway(
                      residentSigned(was, Optional.of(NOW.minus(GRACE))), GRACE.dividedBy(2)))),
          wrong(ClosedReason.TIME_BOX_OVER, facts -> boxEnd(facts, NOW)),
          wrong(ClosedReason.AUDIT_FAILING, facts -> facts.with(AuditState.FAILING)));

  @Test
  void when_everything_holds_the_gate_opens_for_exactly_the_purpose() {
    Open open = assertInstanceOf(Open.class, CaseGate.decide(right(), NOW));

    assertEquals(WMO.caseTypes(), open.scope().caseTypes());
    assertEquals(WMO.documentTypes(), open.scope().documentTypes());
    assertEquals(WMO.maxConfidentiality(), open.scope().maxConfidentiality());
    assertEquals(Optional.of(SAMIRA), open.scope().subject());
    assertEquals(NOW.plus(WMO.timeBox()), open.until());
  }

  @Test
  void each_wrong_input_alone_closes_the_gate_and_names_itself() {
    for (Wrong wrong : WRONGS) {
      assertEquals(new Closed(wrong.reason), CaseGate.decide(wrong.make.apply(right()), NOW));
    }
  }

  /** 2^18 combinations: of every set of wrong inputs, one that is in it is named. */
  @Test
  void no_combination_of_inputs_but_the_right_one_opens_the_gate() {
    int combinations = 1 << WRONGS.size();
    for (int mask = 1; mask < combinations; mask++) {
      GateFacts facts = right();
      List<ClosedReason> in = new ArrayList<>();
      for (int bit = 0; bit < WRONGS.size(); bit++) {
        if ((mask & (1 << bit)) != 0) {
          facts = WRONGS.get(bit).make.apply(facts);
          in.add(WRONGS.get(bit).reason);
        }
      }
      Closed closed = assertInstanceOf(Closed.class, CaseGate.decide(facts, NOW));
      assertTrue(in.contains(closed.reason()), () -> closed + " of " + in);
    }
  }

  @Test
  void only_a_missing_row_tells_apart_what_may_be_opened_from_what_may_not() {
    assertEquals(
        new Closed(ClosedReason.AUDIT_ROW_MISSING),
        CaseGate.decide(right().with(AuditState.NOT_WRITTEN), NOW));
    for (Wrong wrong : WRONGS) {
      GateFacts facts = wrong.make.apply(right().with(AuditState.NOT_WRITTEN));
      assertEquals(new Closed(wrong.reason), CaseGate.decide(facts, NOW));
    }
  }

  @Test
  void absences_shorter_than_the_grace_time_are_forgiven_and_not_a_millisecond_longer() {
    Duration almost = GRACE.minusMillis(1);
    Map<ClosedReason, java.util.function.Function<Duration, GateFacts>> absences =
        Map.of(
            ClosedReason.RESIDENT_LOST,
                since -> live(was -> residentAway(was, since)).apply(right()),
            ClosedReason.STAFF_CONNECTION_LOST,
                since -> live(was -> relayAway(was, since)).apply(right()),
            ClosedReason.RESIDENT_SILENT,
                since ->
                    live(was -> residentSigned(was, Optional.of(NOW.minus(since)))).apply(right()),
            ClosedReason.MEDIA_LOST,
                since ->
                    live(was -> heard(was, Optional.of(NOW.minus(since)), Optional.of(NOW)))
                        .apply(right()));
    absences.forEach((reason, facts) -> {
      assertInstanceOf(Open.class, CaseGate.decide(facts.apply(almost), NOW));
      assertEquals(new Closed(reason), CaseGate.decide(facts.apply(GRACE), NOW));
      assertEquals(NOW.plusMillis(1), CaseGate.closesAt(facts.apply(almost)), reason.toString());
    });
  }

  @Test
  void without_any_heartbeat_it_is_the_staff_client_that_is_lost() {
    GateFacts silent = live(was -> heard(was, Optional.empty(), Optional.empty())).apply(right());

    assertEquals(new Closed(ClosedReason.STAFF_CONNECTION_LOST), CaseGate.decide(silent, NOW));
  }

  @Test
  void only_signs_that_were_never_given_are_waited_for() {
    GateFacts unwritten = right().with(AuditState.NOT_WRITTEN);
    Liveness silent =
        new Liveness(
            Talk.GOING_ON,
            Optional.empty(),
            Optional.empty(),
            StaffSocket.CONNECTED,
            1,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertTrue(CaseGate.lacksOnlySigns(live(was -> silent).apply(unwritten), NOW));
    assertTrue(
        CaseGate.lacksOnlySigns(
            live(was -> residentSigned(was, Optional.empty())).apply(unwritten), NOW));
    assertFalse(CaseGate.lacksOnlySigns(unwritten, NOW));
    assertFalse(
        CaseGate.lacksOnlySigns(
            live(was -> residentSigned(silent, Optional.of(NOW.minus(GRACE)))).apply(unwritten),
            NOW));
    assertFalse(
        CaseGate.lacksOnlySigns(
            channel(live(was -> silent).apply(unwritten), ChannelAssurance.NONE), NOW));
  }

  @Test
  void a_purpose_may_demand_a_sure_channel_and_a_sure_discloser() {
    for (ChannelAssurance needed : ChannelAssurance.values()) {
      for (ChannelAssurance has : ChannelAssurance.values()) {
        Purpose purpose = demanding(needed, DiscloserAssurance.NONE);
        boolean opens =
            CaseGate.decide(with(purpose, has, DiscloserAssurance.NONE), NOW) instanceof Open;
        assertEquals(has.ordinal() >= needed.ordinal(), opens, needed + " " + has);
      }
    }
    for (DiscloserAssurance needed : DiscloserAssurance.values()) {
      for (DiscloserAssurance has : DiscloserAssurance.values()) {
        Purpose purpose = demanding(ChannelAssurance.NONE, needed);
        boolean opens =
            CaseGate.decide(with(purpose, ChannelAssurance.NONE, has), NOW) instanceof Open;
        assertEquals(has.ordinal() >= needed.ordinal(), opens, needed + " " + has);
      }
    }
  }

  private static GateFacts right() {
    return new GateFacts(
        Optional.of(identity("wmo", AssuranceLevel.SUBSTANTIAL, Optional.of(SAMIRA))),
        WMO,
        ChannelAssurance.SPOKEN,
        Set.of("wmo"),
        new Liveness(
            Talk.GOING_ON,
            Optional.empty(),
            Optional.empty(),
            StaffSocket.CONNECTED,
            1,
            1,
            Optional.of(NOW),
            Optional.of(NOW),
            Optional.of(NOW)),
        Optional.empty(),
        NOW.plus(WMO.timeBox()),
        AuditState.DURABLE);
  }

  private static VerifiedIdentity identity(
      String purpose, AssuranceLevel level, Optional<Bsn> bsn) {
    return new VerifiedIdentity(
        new PurposeId(purpose), level, DiscloserAssurance.NONE, bsn, List.of(), NOW, 1);
  }

  private static GateFacts with(
      Purpose purpose, ChannelAssurance channel, DiscloserAssurance discloser) {
    VerifiedIdentity identity =
        new VerifiedIdentity(
            purpose.id(), AssuranceLevel.HIGH, discloser, Optional.of(SAMIRA), List.of(), NOW, 1);
    GateFacts right = right();
    return new GateFacts(
        Optional.of(identity),
        purpose,
        channel,
        right.staffRoles(),
        right.liveness(),
        right.lock(),
        right.boxEnd(),
        right.audit());
  }

  private static Purpose demanding(ChannelAssurance channel, DiscloserAssurance discloser) {
    return new Purpose(
        WMO.id(),
        WMO.title(),
        WMO.why(),
        WMO.legalBasis(),
        WMO.registerEntry(),
        WMO.asked(),
        WMO.minimumLevel(),
        channel,
        discloser,
        WMO.sensitivity(),
        WMO.caseTypes(),
        WMO.personFields(),
        WMO.registerFields(),
        WMO.documentTypes(),
        WMO.maxConfidentiality(),
        WMO.timeBox(),
        WMO.grace(),
        WMO.absence(),
        WMO.maxExtensions(),
        WMO.retention(),
        WMO.roles(),
        WMO.visibleToStaff(),
        WMO.earlierContacts(),
        WMO.notes());
  }

  private static Wrong wrong(ClosedReason reason, UnaryOperator<GateFacts> make) {
    return new Wrong(reason, make);
  }

  private static GateFacts identity(GateFacts f, Optional<VerifiedIdentity> identity) {
    return new GateFacts(
        identity,
        f.purpose(),
        f.channel(),
        f.staffRoles(),
        f.liveness(),
        f.lock(),
        f.boxEnd(),
        f.audit());
  }

  private static GateFacts channel(GateFacts f, ChannelAssurance channel) {
    return new GateFacts(
        f.identity(),
        f.purpose(),
        channel,
        f.staffRoles(),
        f.liveness(),
        f.lock(),
        f.boxEnd(),
        f.audit());
  }

  private static GateFacts roles(GateFacts f, Set<String> roles) {
    return new GateFacts(
        f.identity(),
        f.purpose(),
        f.channel(),
        roles,
        f.liveness(),
        f.lock(),
        f.boxEnd(),
        f.audit());
  }

  private static GateFacts lock(GateFacts f, HandLock lock) {
    return new GateFacts(
        f.identity(),
        f.purpose(),
        f.channel(),
        f.staffRoles(),
        f.liveness(),
        Optional.of(lock),
        f.boxEnd(),
        f.audit());
  }

  private static GateFacts boxEnd(GateFacts f, Instant end) {
    return new GateFacts(
        f.identity(),
        f.purpose(),
        f.channel(),
        f.staffRoles(),
        f.liveness(),
        f.lock(),
        end,
        f.audit());
  }

  private static UnaryOperator<GateFacts> live(UnaryOperator<Liveness> change) {
    return f ->
        new GateFacts(
            f.identity(),
            f.purpose(),
            f.channel(),
            f.staffRoles(),
            change.apply(f.liveness()),
            f.lock(),
            f.boxEnd(),
            f.audit());
  }

  private static Liveness ended(Liveness w) {
    return new Liveness(
        Talk.ENDED,
        w.residentAwaySince(),
        w.staffRelayAwaySince(),
        w.staffSocket(),
        w.epoch(),
        w.confirmedEpoch(),
        w.mediaFlowedAt(),
        w.residentSignedAt(),
        w.heardStaffAt());
  }

  private static Liveness socketLost(Liveness w) {
    return new Liveness(
        w.talk(),
        w.residentAwaySince(),
        w.staffRelayAwaySince(),
        StaffSocket.LOST,
        w.epoch(),
        w.confirmedEpoch(),
        w.mediaFlowedAt(),
        w.residentSignedAt(),
        w.heardStaffAt());
  }

  private static Liveness residentAway(Liveness w, Duration since) {
    return new Liveness(
        w.talk(),
        Optional.of(NOW.minus(since)),
        w.staffRelayAwaySince(),
        w.staffSocket(),
        w.epoch(),
        w.confirmedEpoch(),
        w.mediaFlowedAt(),
        w.residentSignedAt(),
        w.heardStaffAt());
  }

  private static Liveness relayAway(Liveness w, Duration since) {
    return new Liveness(
        w.talk(),
        w.residentAwaySince(),
        Optional.of(NOW.minus(since)),
        w.staffSocket(),
        w.epoch(),
        w.confirmedEpoch(),
        w.mediaFlowedAt(),
        w.residentSignedAt(),
        w.heardStaffAt());
  }

  private static Liveness epochs(Liveness w, int epoch, int confirmed) {
    return new Liveness(
        w.talk(),
        w.residentAwaySince(),
        w.staffRelayAwaySince(),
        w.staffSocket(),
        epoch,
        confirmed,
        w.mediaFlowedAt(),
        w.residentSignedAt(),
        w.heardStaffAt());
  }

  private static Liveness residentSigned(Liveness w, Optional<Instant> at) {
    return new Liveness(
        w.talk(),
        w.residentAwaySince(),
        w.staffRelayAwaySince(),
        w.staffSocket(),
        w.epoch(),
        w.confirmedEpoch(),
        w.mediaFlowedAt(),
        at,
        w.heardStaffAt());
  }

  private static Liveness heard(Liveness w, Optional<Instant> flowed, Optional<Instant> any) {
    return new Liveness(
        w.talk(),
        w.residentAwaySince(),
        w.staffRelayAwaySince(),
        w.staffSocket(),
        w.epoch(),
        w.confirmedEpoch(),
        flowed,
        w.residentSignedAt(),
        any);
  }

  @Test
  void an_enterprise_is_a_subject_when_its_number_was_asked_for_and_shown() {
    Purpose purpose = TestPolicies.purpose("ondernemer");
    String asked = purpose.attribute(PolicyAttribute.KVK).orElseThrow().identifier();

    assertEquals(Optional.of("90001354"), shown(purpose, asked, "90001354"));
    assertEquals(Optional.empty(), shown(purpose, asked, "9000135"));
    assertEquals(Optional.empty(), shown(purpose, asked, ""));
    assertEquals(Optional.empty(), shown(purpose, "irma-demo.other.card.kvkNumber", "90001354"));
    assertEquals(Optional.empty(), shown(WMO, asked, "90001354"));
  }

  private static Optional<String> shown(Purpose purpose, String identifier, String value) {
    return Enterprise.shown(
            purpose,
            List.of(new Attribute(identifier, LocalText.of("KVK", "KVK"), Sensitive.of(value))))
        .map(Enterprise::kvkNumber);
  }
}
