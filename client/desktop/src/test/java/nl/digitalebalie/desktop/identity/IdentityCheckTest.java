package nl.digitalebalie.desktop.identity;

import static nl.digitalebalie.desktop.testkit.Examples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Minted;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff.IdentityVerified;
import nl.digitalebalie.protocol.signal.CounterToStaff.PanelOpened;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityCheckTest {
  private static final Minted MINTED = new Minted();
  private static final UnaryOperator<Map<String, Object>> AS_IS = UnaryOperator.identity();

  private final Expected expected = Examples.expected();
  private final IdentityCheck check = new IdentityCheck(MINTED.pinned(), DemoSchemes.ALLOWED);

  @Test
  void a_result_that_answers_the_question_with_its_attestation_is_an_identity() {
    var verdict = check.verify(expected, MINTED.verified(expected, NOW), NOW);

    VerifiedIdentity identity =
        assertInstanceOf(Verdict.Holds.class, verdict).value() instanceof VerifiedIdentity is
            ? is
            : null;
    assertEquals(expected, identity.expected());
    assertEquals(3, identity.shown().size());
  }

  @ParameterizedTest
  @CsvSource({
    "iss, somebody, WRONG_ISSUER",
    "sub, signing_result, WRONG_SUBJECT",
    "sub, disclosure_result, WRONG_SUBJECT",
    "status, CANCELLED, NOT_DONE",
    "proofStatus, INVALID, PROOF_NOT_VALID",
    "proofStatus, EXPIRED, PROOF_NOT_VALID",
    "proofStatus, MISSING_ATTRIBUTES, PROOF_NOT_VALID",
    "token, AnotherSessionsToken, OTHER_SESSION",
    "exp, soon, TOKEN_MALFORMED",
    "disclosed, none, ATTRIBUTES_MISSING",
  })
  void a_result_with_a_wrong_claim_is_refused(String claim, String value, Rejection reason) {
    refused(reason, changedResult(claims -> claims.put(claim, value)));
  }

  @Test
  void a_result_without_proof_status_is_refused_even_when_it_is_done() {
    refused(Rejection.PROOF_NOT_VALID, changedResult(claims -> claims.remove("proofStatus")));
  }

  @Test
  void an_expired_result_is_refused() {
    refused(
        Rejection.EXPIRED,
        changedResult(claims -> claims.put("exp", NOW.minusSeconds(61).getEpochSecond())));
  }

  @Test
  void a_result_from_the_future_is_refused() {
    refused(
        Rejection.EXPIRED,
        changedResult(claims -> claims.put("iat", NOW.plusSeconds(3600).getEpochSecond())));
  }

  @Test
  void a_result_signed_by_another_irma_server_is_refused() {
    IdentityVerified theirs = new Minted().verified(expected, NOW);

    refused(Rejection.SIGNATURE_INVALID, theirs);
  }

  @Test
  void a_result_with_a_changed_payload_is_refused() {
    String[] parts = goodResult().split("\\.");
    String forged =
        base64(
            new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace(Minted.BSN, "111222333"));

    refused(Rejection.SIGNATURE_INVALID, withResult(parts[0] + "." + forged + "." + parts[2]));
  }

  @Test
  void a_result_without_a_signature_algorithm_is_refused() {
    String none = base64("{\"alg\":\"none\"}") + "." + goodResult().split("\\.")[1] + ".";

    refused(Rejection.ALGORITHM_NOT_ALLOWED, withResult(none));
  }

  @Test
  void a_result_signed_with_the_public_key_as_secret_is_refused() throws JOSEException {
    JWSObject token =
        new JWSObject(
            new JWSHeader(JWSAlgorithm.HS256),
            new Payload(Minted.resultClaims(expected.purpose().attributes(), NOW)));
    token.sign(new MACSigner(MINTED.pinned().irmaResult().getFirst().getEncoded()));

    refused(Rejection.ALGORITHM_NOT_ALLOWED, withResult(token.serialize()));
  }

  @Test
  void noise_in_place_of_a_result_is_refused() {
    refused(Rejection.TOKEN_MALFORMED, withResult("not a token"));
    refused(Rejection.TOKEN_MALFORMED, withResult("a".repeat(100_000)));
  }

  @Test
  void a_missing_attribute_is_refused() {
    refused(Rejection.ATTRIBUTES_MISSING, changedGroup(List::removeLast));
  }

  @Test
  void an_attribute_that_was_not_asked_is_refused() {
    refused(
        Rejection.ATTRIBUTES_NOT_ASKED,
        changedGroup(group ->
            group.add(
                Map.of(
                    "id", "irma-demo.gemeente.personalData.over18",
                    "rawvalue", "yes",
                    "status", "PRESENT"))));
  }

  @Test
  void attributes_in_another_order_are_refused() {
    refused(Rejection.ATTRIBUTES_NOT_ASKED, changedGroup(group -> group.add(group.removeFirst())));
  }

  @Test
  void an_extra_group_that_nobody_asked_for_is_refused() {
    refused(
        Rejection.ATTRIBUTES_NOT_ASKED,
        changedResult(claims ->
            groups(claims)
                .add(
                    List.of(Map.of("id", "irma-demo.x.y.z", "rawvalue", "1", "status", "EXTRA")))));
  }

  @Test
  void an_attribute_that_is_null_is_refused() {
    refused(
        Rejection.ATTRIBUTE_NOT_PRESENT,
        changedGroup(group ->
            group.set(
                0,
                Map.of(
                    "id",
                    expected.purpose().attributes().getFirst().identifier(),
                    "status",
                    "NULL"))));
  }

  @Test
  void attributes_of_one_card_type_from_two_groups_may_be_two_peoples_and_are_refused() {
    refused(
        Rejection.MIXED_CREDENTIALS,
        changedResult(claims -> {
          List<Map<String, Object>> group = group(claims);
          Map<String, Object> last = group.removeLast();
          groups(claims).add(List.of(last));
        }));
  }

  @Test
  void a_number_that_fails_the_eleven_test_is_refused() {
    refused(
        Rejection.BSN_INVALID, changedGroup(group -> group.getLast().put("rawvalue", "123456789")));
  }

  @Test
  void attributes_of_the_demonstration_count_only_where_the_administrator_allows_it() {
    IdentityCheck real = new IdentityCheck(MINTED.pinned(), DemoSchemes.REFUSED);

    assertEquals(
        new Verdict.Refused<>(Rejection.SCHEME_NOT_ALLOWED),
        real.verify(expected, MINTED.verified(expected, NOW), NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "conversation, b3RoZXItY29udmVyc2F0aW9u, EVIDENCE_MISMATCH",
    "staff, somebody.else, EVIDENCE_MISMATCH",
    "purpose, algemeen, EVIDENCE_MISMATCH",
    "policyHash, another, EVIDENCE_MISMATCH",
    "evidenceHash, another, EVIDENCE_MISMATCH",
    "level, HIGH, EVIDENCE_MISMATCH",
    "discloser, SIGNED, EVIDENCE_MISMATCH",
    "channel, SPOKEN, EVIDENCE_MISMATCH",
    "means, ID_CONTACT, EVIDENCE_MISMATCH",
    "level, ENORMOUS, ATTESTATION_INVALID",
    "exp, later, ATTESTATION_INVALID",
    "conversation, x, ATTESTATION_INVALID",
  })
  void an_attestation_that_says_something_else_is_refused(
      String claim, String value, Rejection reason) {
    refused(reason, changedAttestation(claims -> claims.put(claim, value)));
  }

  @Test
  void an_expired_attestation_is_refused() {
    refused(
        Rejection.ATTESTATION_INVALID,
        changedAttestation(claims -> claims.put("exp", NOW.getEpochSecond())));
  }

  @Test
  void an_attestation_of_another_gate_is_refused() {
    Map<String, Object> claims = Minted.attestationClaims(expected, goodResult(), NOW);
    String theirs = new Minted().attestation(claims);

    refused(Rejection.ATTESTATION_INVALID, Minted.message(expected, NOW, goodResult(), theirs));
  }

  @Test
  void another_token_of_the_gates_key_is_no_attestation() {
    String jwt = goodResult();
    String ticket = MINTED.attestation(Minted.attestationClaims(expected, jwt, NOW), "JWT");

    refused(Rejection.ATTESTATION_INVALID, Minted.message(expected, NOW, jwt, ticket));
  }

  @Test
  void an_identity_of_another_conversation_disclosure_or_purpose_is_refused() {
    IdentityVerified good = MINTED.verified(expected, NOW);

    refused(Rejection.OTHER_SESSION, in(good, new ConversationId("b3RoZXItY29udmVyc2F0aW9u")));
    refused(Rejection.OTHER_SESSION, of(good, new DisclosureId("b3RoZXItZGlzY2xvc3VyZQ")));
  }

  @Test
  void values_in_the_message_that_the_evidence_does_not_hold_are_refused() {
    IdentityVerified good = MINTED.verified(expected, NOW);
    var attributes = new ArrayList<>(good.attributes());
    var first = attributes.getFirst();
    attributes.set(
        0,
        new nl.digitalebalie.protocol.identity.Attribute(
            first.identifier(), first.label(), Sensitive.of("Somebody Else")));

    refused(
        Rejection.EVIDENCE_MISMATCH,
        new IdentityVerified(
            good.conversation(),
            good.disclosure(),
            good.purpose(),
            good.means(),
            good.level(),
            good.channel(),
            good.discloser(),
            attributes,
            good.evidence(),
            good.attestation(),
            good.verifiedAt()));
  }

  @Test
  void a_panel_with_the_attestation_of_the_identity_may_open() {
    String jwt = goodResult();

    assertInstanceOf(
        Verdict.Holds.class, check.verify(identity(jwt), panel(attestation(jwt, _ -> {})), NOW));
  }

  @Test
  void a_panel_on_other_evidence_policy_or_purpose_stays_shut() {
    String jwt = goodResult();
    VerifiedIdentity identity = identity(jwt);

    stays(Rejection.EVIDENCE_MISMATCH, identity, attestation(jwt, c -> c.put("evidenceHash", "x")));
    stays(Rejection.EVIDENCE_MISMATCH, identity, attestation(jwt, c -> c.put("policyHash", "x")));
    stays(Rejection.EVIDENCE_MISMATCH, identity, attestation(jwt, c -> c.put("purpose", "other")));
    stays(Rejection.EVIDENCE_MISMATCH, identity, attestation(jwt, c -> c.put("level", "HIGH")));
    stays(Rejection.ATTESTATION_INVALID, identity, "noise");
    stays(
        Rejection.ATTESTATION_INVALID,
        identity,
        attestation(jwt, c -> c.put("exp", NOW.minusSeconds(1).getEpochSecond())));
  }

  @Test
  void a_panel_for_another_purpose_stays_shut() {
    String jwt = goodResult();
    PanelOpened other =
        new PanelOpened(
            Examples.FIRST,
            new PurposeId("algemeen"),
            NOW,
            NOW.plusSeconds(900),
            attestation(jwt, _ -> {}),
            Examples.panel("W. de Boer"));

    assertEquals(
        new Verdict.Refused<>(Rejection.EVIDENCE_MISMATCH),
        check.verify(identity(jwt), other, NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "PAIRED, NONE",
    "SIGNED, NONE",
    "SIGNED, PAIRED",
  })
  void a_wallet_bound_more_loosely_than_the_purpose_demands_identifies_nobody(
      DiscloserAssurance demanded, DiscloserAssurance attested) {
    Expected strict = Examples.expected(Examples.demanding(ChannelAssurance.NONE, demanded));

    assertEquals(
        new Verdict.Refused<>(Rejection.DISCLOSER_TOO_LOW),
        check.verify(strict, attested(strict, ChannelAssurance.NONE, attested), NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, NONE",
    "NONE, SIGNED",
    "PAIRED, PAIRED",
    "PAIRED, SIGNED",
    "SIGNED, SIGNED",
  })
  void a_wallet_bound_as_the_purpose_demands_identifies(
      DiscloserAssurance demanded, DiscloserAssurance attested) {
    Expected demands = Examples.expected(Examples.demanding(ChannelAssurance.NONE, demanded));

    assertInstanceOf(
        Verdict.Holds.class,
        check.verify(demands, attested(demands, ChannelAssurance.NONE, attested), NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "SPOKEN, NONE",
    "SIGNED, NONE",
    "SIGNED, SPOKEN",
  })
  void a_panel_over_a_channel_weaker_than_the_purpose_demands_stays_shut(
      ChannelAssurance demanded, ChannelAssurance attested) {
    assertEquals(new Verdict.Refused<>(Rejection.CHANNEL_TOO_LOW), panelOver(demanded, attested));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, NONE",
    "NONE, SPOKEN",
    "SPOKEN, SPOKEN",
    "SPOKEN, SIGNED",
    "SIGNED, SIGNED",
  })
  void a_panel_over_the_channel_that_the_purpose_demands_may_open(
      ChannelAssurance demanded, ChannelAssurance attested) {
    assertInstanceOf(Verdict.Holds.class, panelOver(demanded, attested));
  }

  /** The identity was accepted under a lax card; the panel is judged by the strict one. */
  @Test
  void a_panel_is_measured_against_the_purpose_again() {
    String jwt = goodResult();
    VerifiedIdentity lax = identity(jwt);
    VerifiedIdentity strict =
        new VerifiedIdentity(
            Examples.expected(Examples.demanding(ChannelAssurance.NONE, DiscloserAssurance.SIGNED)),
            lax.means(),
            lax.level(),
            lax.channel(),
            lax.discloser(),
            lax.shown(),
            lax.evidenceHash(),
            lax.verifiedAt());

    stays(Rejection.DISCLOSER_TOO_LOW, strict, attestation(jwt, _ -> {}));
  }

  // ---- words of the tests

  private Verdict<VerifiedIdentity> panelOver(
      ChannelAssurance demanded, ChannelAssurance attested) {
    Expected demands = Examples.expected(Examples.demanding(demanded, DiscloserAssurance.PAIRED));
    IdentityVerified message = attested(demands, attested, DiscloserAssurance.PAIRED);
    return check.verify(demands, message, NOW) instanceof Verdict.Holds<VerifiedIdentity> holds
        ? check.verify(holds.value(), panel(message.attestation()), NOW)
        : new Verdict.Refused<>(Rejection.NOT_DONE);
  }

  /** What a gate says that attests these, in message and attestation alike. */
  private static IdentityVerified attested(
      Expected expected, ChannelAssurance channel, DiscloserAssurance discloser) {
    IdentityVerified good =
        MINTED.verified(
            expected,
            NOW,
            AS_IS,
            claims -> {
              claims.put("channel", channel.name());
              claims.put("discloser", discloser.name());
              return claims;
            });
    return new IdentityVerified(
        good.conversation(),
        good.disclosure(),
        good.purpose(),
        good.means(),
        good.level(),
        channel,
        discloser,
        good.attributes(),
        good.evidence(),
        good.attestation(),
        good.verifiedAt());
  }

  private void refused(Rejection reason, IdentityVerified message) {
    assertEquals(new Verdict.Refused<>(reason), check.verify(expected, message, NOW));
  }

  private void stays(Rejection reason, VerifiedIdentity identity, String attestation) {
    assertEquals(new Verdict.Refused<>(reason), check.verify(identity, panel(attestation), NOW));
  }

  private VerifiedIdentity identity(String jwt) {
    IdentityVerified message = Minted.message(expected, NOW, jwt, attestation(jwt, _ -> {}));
    return check.verify(expected, message, NOW) instanceof Verdict.Holds<VerifiedIdentity> holds
        ? holds.value()
        : null;
  }

  private static PanelOpened panel(String attestation) {
    Instant until = NOW.plusSeconds(900);
    return new PanelOpened(
        Examples.FIRST,
        Examples.PURPOSE.id(),
        NOW,
        until,
        attestation,
        Examples.panel("W. de Boer"));
  }

  private String attestation(String jwt, java.util.function.Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = Minted.attestationClaims(expected, jwt, NOW);
    change.accept(claims);
    return MINTED.attestation(claims);
  }

  private String goodResult() {
    return MINTED.result(Minted.resultClaims(expected.purpose().attributes(), NOW));
  }

  private IdentityVerified withResult(String jwt) {
    return Minted.message(
        expected, NOW, jwt, MINTED.attestation(Minted.attestationClaims(expected, jwt, NOW)));
  }

  private IdentityVerified changedResult(java.util.function.Consumer<Map<String, Object>> change) {
    return MINTED.verified(expected, NOW, changing(change), AS_IS);
  }

  private IdentityVerified changedAttestation(
      java.util.function.Consumer<Map<String, Object>> change) {
    return MINTED.verified(expected, NOW, AS_IS, changing(change));
  }

  private IdentityVerified changedGroup(
      java.util.function.Consumer<List<Map<String, Object>>> change) {
    return changedResult(claims -> change.accept(group(claims)));
  }

  private static UnaryOperator<Map<String, Object>> changing(
      java.util.function.Consumer<Map<String, Object>> change) {
    return claims -> {
      change.accept(claims);
      return claims;
    };
  }

  @SuppressWarnings("unchecked")
  private static List<Object> groups(Map<String, Object> claims) {
    return (List<Object>) claims.get("disclosed");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> group(Map<String, Object> claims) {
    return (List<Map<String, Object>>) groups(claims).getFirst();
  }

  private static IdentityVerified in(IdentityVerified good, ConversationId other) {
    return new IdentityVerified(
        other,
        good.disclosure(),
        good.purpose(),
        good.means(),
        good.level(),
        good.channel(),
        good.discloser(),
        good.attributes(),
        good.evidence(),
        good.attestation(),
        good.verifiedAt());
  }

  private static IdentityVerified of(IdentityVerified good, DisclosureId other) {
    return new IdentityVerified(
        good.conversation(),
        other,
        good.purpose(),
        good.means(),
        good.level(),
        good.channel(),
        good.discloser(),
        good.attributes(),
        good.evidence(),
        good.attestation(),
        good.verifiedAt());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
