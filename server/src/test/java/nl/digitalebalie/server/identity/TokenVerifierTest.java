package nl.digitalebalie.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.TestPolicies;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final KeyPair KEY = ResultTokens.IRMA_KEY;
  private static final KeyPair OTHER_KEY = ResultTokens.OTHER_KEY;
  private static final Purpose WMO = TestPolicies.purpose("wmo");
  private static final AssuranceWords LEVELS =
      new AssuranceWords(
          Map.of(
              "Basis", AssuranceLevel.LOW,
              "Substantieel", AssuranceLevel.SUBSTANTIAL,
              "Hoog", AssuranceLevel.HIGH));
  private static final AskedDisclosure ASKED =
      new AskedDisclosure(
          SessionToken.parse(ResultTokens.TOKEN).orElseThrow(), WMO, NOW.minusSeconds(60));

  private final TokenVerifier verifier = verifier(Mode.DEMO);

  private static TokenVerifier verifier(Mode mode) {
    return new TokenVerifier((RSAPublicKey) KEY.getPublic(), "irmaserver", LEVELS, mode);
  }

  private static Map<String, Object> claims() {
    return ResultTokens.claims(NOW, ResultTokens.TOKEN);
  }

  private Verdict verify(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = claims();
    change.accept(claims);
    return verifier.verify(ResultTokens.signed(claims, KEY), ASKED, NOW);
  }

  private void refuses(Rejection reason, Consumer<Map<String, Object>> change) {
    assertEquals(new Verdict.Rejected(reason), verify(change));
  }

  private void refusesToken(Rejection reason, String token) {
    assertEquals(new Verdict.Rejected(reason), verifier.verify(token, ASKED, NOW));
  }

  private static void set(Map<String, Object> claims, String name, Object value) {
    claims.put(name, value);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> groups(Map<String, Object> claims) {
    return (List<Object>) claims.get("disclosed");
  }

  @SuppressWarnings("unchecked")
  private static List<Object> first(Map<String, Object> claims) {
    return (List<Object>) groups(claims).getFirst();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> attribute(Map<String, Object> claims, int place) {
    return (Map<String, Object>) first(claims).get(place);
  }

  @Test
  void a_right_result_gives_the_attributes_in_the_order_of_asking() {
    Verdict.Accepted accepted = assertInstanceOf(Verdict.Accepted.class, verify(claims -> {}));

    assertEquals(
        List.of("S. van den Berg", "14-03-1988", "999993653", "Substantieel"),
        accepted.attributes().stream().map(each -> each.value().reveal()).toList());
    assertEquals(Bsn.parse("999993653"), accepted.bsn());
    assertEquals(AssuranceLevel.SUBSTANTIAL, accepted.level());
    assertTrue(!accepted.toString().contains("999993653") && !accepted.toString().contains("Berg"));
  }

  @Test
  void a_purpose_without_a_number_needs_none() {
    AskedDisclosure asked =
        new AskedDisclosure(
            ASKED.sessionToken(), TestPolicies.purpose("general-question"), ASKED.askedAt());
    Map<String, Object> claims = claims();
    claims.put("disclosed", List.of(List.of(ResultTokens.attribute("fullname", "A"))));

    Verdict.Accepted accepted =
        assertInstanceOf(
            Verdict.Accepted.class, verifier.verify(ResultTokens.signed(claims, KEY), asked, NOW));

    assertEquals(Optional.empty(), accepted.bsn());
    assertEquals(AssuranceLevel.LOW, accepted.level());
  }

  @Test
  void the_algorithm_none_is_refused() {
    String header = base64("{\"alg\":\"none\"}");
    String payload = base64(JsonMapper.shared().writeValueAsString(claims()));
    refusesToken(Rejection.ALGORITHM_NOT_ALLOWED, header + "." + payload + ".");
    refusesToken(Rejection.ALGORITHM_NOT_ALLOWED, base64("{}") + "." + payload + ".");
    refusesToken(
        Rejection.ALGORITHM_NOT_ALLOWED, base64("{\"alg\":\"NONE\"}") + "." + payload + ".x");
  }

  @Test
  void the_public_key_used_as_a_shared_secret_is_refused() throws JOSEException {
    for (byte[] secret :
        List.of(
            KEY.getPublic().getEncoded(),
            Keys.publicPem(KEY.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
      JWSObject jws =
          new JWSObject(
              new JWSHeader(JWSAlgorithm.HS256),
              new Payload(JsonMapper.shared().writeValueAsString(claims())));
      jws.sign(new MACSigner(secret));
      refusesToken(Rejection.ALGORITHM_NOT_ALLOWED, jws.serialize());
    }
  }

  @Test
  void other_rsa_algorithms_than_the_configured_one_are_refused() {
    for (JWSAlgorithm algorithm :
        List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
      String payload = JsonMapper.shared().writeValueAsString(claims());
      refusesToken(
          Rejection.ALGORITHM_NOT_ALLOWED,
          ResultTokens.signed(new JWSHeader(algorithm), payload, KEY));
    }
  }

  @Test
  void a_token_of_another_key_is_refused_even_when_it_brings_that_key_along() throws Exception {
    refusesToken(Rejection.SIGNATURE_INVALID, ResultTokens.signed(claims(), OTHER_KEY));
    String payload = JsonMapper.shared().writeValueAsString(claims());
    RSAKey brought = new RSAKey.Builder((RSAPublicKey) OTHER_KEY.getPublic()).build();
    for (JWSHeader header :
        List.of(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(brought).build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwkURL(URI.create("http://x/")).build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../etc/passwd").build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256).x509CertURL(URI.create("http://x/")).build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .criticalParams(java.util.Set.of("exp"))
                .customParam("exp", 1)
                .build())) {
      refusesToken(Rejection.TOKEN_MALFORMED, ResultTokens.signed(header, payload, OTHER_KEY));
    }
  }

  @Test
  void a_changed_payload_or_signature_is_refused() {
    String token = ResultTokens.signed(claims(), KEY);
    String[] parts = token.split("\\.");
    Map<String, Object> other = claims();
    attribute(other, 2).put("rawvalue", "999990639");
    refusesToken(
        Rejection.SIGNATURE_INVALID,
        parts[0] + "." + base64(JsonMapper.shared().writeValueAsString(other)) + "." + parts[2]);
    refusesToken(
        Rejection.SIGNATURE_INVALID, parts[0] + "." + parts[1] + "." + base64("signature"));
    refusesToken(Rejection.TOKEN_MALFORMED, parts[0] + "." + parts[1] + ".");
  }

  @Test
  void what_is_no_token_is_refused_and_never_an_exception() {
    String deep = "[".repeat(50_000) + "]".repeat(50_000);
    for (String junk :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            "a.b.c.d.e",
            "x".repeat(1_000_000),
            ".".repeat(1_000_000),
            base64("[]") + "." + base64("{}") + ".x",
            base64("{\"alg\":\"RS256\",\"alg\":\"none\"}") + "." + base64("{}") + ".x",
            base64("{\"alg\":" + "[".repeat(500) + "]".repeat(500) + "}") + ".e30.x",
            base64(deep) + "." + base64(deep) + ".x",
            base64("{\"alg\":\"RS256\"} trailing") + ".e30.x",
            "\u0000.\u0000.\u0000",
            "{\"token\":\"" + ResultTokens.TOKEN + "\"}")) {
      refusesToken(Rejection.TOKEN_MALFORMED, junk);
    }
  }

  @Test
  void a_signed_but_monstrous_payload_is_refused() {
    JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
    refusesToken(
        Rejection.TOKEN_MALFORMED,
        ResultTokens.signed(header, "{\"a\":\"" + "x".repeat(1_000_000) + "\"}", KEY));
    refusesToken(
        Rejection.TOKEN_MALFORMED,
        ResultTokens.signed(header, "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", KEY));
    refusesToken(
        Rejection.TOKEN_MALFORMED,
        ResultTokens.signed(header, "{\"token\":\"a\",\"token\":\"b\"}", KEY));
    refusesToken(Rejection.TOKEN_MALFORMED, ResultTokens.signed(header, "not json", KEY));
  }

  /**
   * An exception would leave the disclosure without an answer, and its text could quote a value.
   */
  @Test
  void numbers_that_fit_nowhere_are_refused_and_never_an_exception() {
    BigInteger huge = BigInteger.TEN.pow(30);
    for (Object number : List.of(huge, 1.5, 1e300, new BigDecimal("1764201600.5"))) {
      refuses(Rejection.TOKEN_MALFORMED, claims -> set(claims, "exp", number));
      refuses(Rejection.TOKEN_MALFORMED, claims -> set(claims, "iat", number));
    }
    refuses(Rejection.TOKEN_MALFORMED, claims -> set(attribute(claims, 0), "issuancetime", huge));
  }

  @Test
  void another_issuer_or_another_kind_of_result_is_refused() {
    refuses(Rejection.WRONG_ISSUER, claims -> set(claims, "iss", "other"));
    refuses(Rejection.WRONG_ISSUER, claims -> claims.remove("iss"));
    refuses(Rejection.WRONG_SUBJECT, claims -> set(claims, "sub", "verification_result"));
    refuses(Rejection.WRONG_SUBJECT, claims -> set(claims, "sub", "signing_result"));
    refuses(Rejection.WRONG_SUBJECT, claims -> set(claims, "type", "issuing"));
  }

  @Test
  void a_result_that_is_too_old_or_from_the_future_is_refused() {
    long now = NOW.getEpochSecond();
    refuses(Rejection.EXPIRED, claims -> set(claims, "exp", now - 10));
    assertInstanceOf(Verdict.Accepted.class, verify(claims -> set(claims, "exp", now - 9)));
    refuses(Rejection.EXPIRED, claims -> set(claims, "iat", now + 11));
    refuses(Rejection.ISSUED_BEFORE_REQUEST, claims -> set(claims, "iat", now - 71));
    refuses(Rejection.TOKEN_MALFORMED, claims -> claims.remove("exp"));
    refuses(Rejection.TOKEN_MALFORMED, claims -> claims.remove("iat"));
    refuses(Rejection.TOKEN_MALFORMED, claims -> set(claims, "exp", Long.MAX_VALUE));
    refuses(Rejection.TOKEN_MALFORMED, claims -> set(claims, "exp", -1));
    refuses(Rejection.TOKEN_MALFORMED, claims -> set(claims, "exp", "tomorrow"));
  }

  @Test
  void the_result_of_another_session_is_refused() {
    refuses(Rejection.OTHER_SESSION, claims -> set(claims, "token", "ABCDEFGHIJabcdefghij"));
    refuses(Rejection.OTHER_SESSION, claims -> set(claims, "token", ""));
    refuses(Rejection.OTHER_SESSION, claims -> claims.remove("token"));
    refuses(Rejection.OTHER_SESSION, claims -> set(claims, "token", List.of(ResultTokens.TOKEN)));
  }

  @Test
  void done_with_an_invalid_proof_is_refused() {
    for (String proof :
        List.of("INVALID", "INVALID_TIMESTAMP", "UNMATCHED_REQUEST", "EXPIRED", "valid", "")) {
      refuses(Rejection.PROOF_NOT_VALID, claims -> set(claims, "proofStatus", proof));
    }
    refuses(Rejection.PROOF_NOT_VALID, claims -> claims.remove("proofStatus"));
    refuses(
        Rejection.ATTRIBUTES_MISSING, claims -> set(claims, "proofStatus", "MISSING_ATTRIBUTES"));
  }

  @Test
  void a_valid_proof_of_a_session_that_is_not_done_is_refused() {
    refuses(Rejection.CANCELLED, claims -> set(claims, "status", "CANCELLED"));
    refuses(Rejection.TIMED_OUT, claims -> set(claims, "status", "TIMEOUT"));
    refuses(Rejection.NOT_DONE, claims -> set(claims, "status", "CONNECTED"));
    refuses(Rejection.NOT_DONE, claims -> claims.remove("status"));
  }

  @Test
  void attributes_are_taken_by_position_only() {
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> claims.remove("disclosed"));
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> set(claims, "disclosed", List.of()));
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> set(claims, "disclosed", List.of(List.of())));
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> first(claims).removeLast());
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> first(claims).set(1, null));
    // the right attributes in another order, or spread over two lists
    refuses(Rejection.ATTRIBUTES_MISSING, claims -> java.util.Collections.reverse(first(claims)));
    refuses(
        Rejection.ATTRIBUTES_MISSING,
        claims -> {
          Object last = first(claims).removeLast();
          groups(claims).add(new ArrayList<>(List.of(last)));
        });
  }

  @Test
  void attributes_that_nobody_asked_are_refused() {
    refuses(
        Rejection.ATTRIBUTES_NOT_ASKED,
        claims -> groups(claims).add(List.of(ResultTokens.attribute("gender", "V"))));
    refuses(
        Rejection.ATTRIBUTES_NOT_ASKED,
        claims -> first(claims).add(ResultTokens.attribute("gender", "V")));
    refuses(Rejection.ATTRIBUTES_NOT_ASKED, claims -> attribute(claims, 2).put("status", "EXTRA"));
    refuses(
        Rejection.ATTRIBUTES_NOT_ASKED,
        claims -> attribute(claims, 2).put("id", "irma-demo.MijnOverheid.root.BSN"));
  }

  @Test
  void attributes_without_a_value_are_refused() {
    refuses(Rejection.ATTRIBUTE_NOT_PRESENT, claims -> attribute(claims, 0).put("status", "NULL"));
    refuses(Rejection.ATTRIBUTE_NOT_PRESENT, claims -> attribute(claims, 0).put("rawvalue", null));
    refuses(Rejection.ATTRIBUTE_NOT_PRESENT, claims -> attribute(claims, 0).remove("status"));
    refuses(Rejection.ATTRIBUTE_NOT_PRESENT, claims -> attribute(claims, 2).put("rawvalue", 9));
  }

  @Test
  void attributes_of_two_cards_are_refused() {
    refuses(
        Rejection.MIXED_CREDENTIALS,
        claims -> attribute(claims, 2).put("issuancetime", ResultTokens.ISSUED + 604_800));
  }

  @Test
  void a_number_that_fails_the_eleven_test_is_refused() {
    for (String number : List.of("999993654", "99999365", "0999993653", "", "99999365x")) {
      refuses(Rejection.BSN_INVALID, claims -> attribute(claims, 2).put("rawvalue", number));
    }
  }

  @Test
  void a_card_below_the_purposes_level_or_of_an_unknown_level_is_refused() {
    refuses(Rejection.LEVEL_TOO_LOW, claims -> attribute(claims, 3).put("rawvalue", "Basis"));
    refuses(Rejection.LEVEL_TOO_LOW, claims -> attribute(claims, 3).put("rawvalue", "Uitstekend"));
    refuses(Rejection.LEVEL_TOO_LOW, claims -> attribute(claims, 3).put("rawvalue", ""));
    assertInstanceOf(
        Verdict.Accepted.class, verify(claims -> attribute(claims, 3).put("rawvalue", "hoog")));
  }

  @Test
  void production_refuses_the_demo_scheme_whatever_was_asked() {
    String token = ResultTokens.signed(claims(), KEY);

    assertEquals(
        new Verdict.Rejected(Rejection.SCHEME_NOT_ALLOWED),
        verifier(Mode.PRODUCTION).verify(token, ASKED, NOW));
  }

  @Test
  void a_short_key_is_refused_at_start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1_024);
    RSAPublicKey shortKey = (RSAPublicKey) generator.generateKeyPair().getPublic();

    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenVerifier(shortKey, "irmaserver", LEVELS, Mode.DEMO));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
