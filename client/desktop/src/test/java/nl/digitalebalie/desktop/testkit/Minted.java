package nl.digitalebalie.desktop.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nl.digitalebalie.desktop.identity.Expected;
import nl.digitalebalie.desktop.identity.PinnedKeys;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Evidence;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.AskedAttribute;
import nl.digitalebalie.protocol.signal.CounterToStaff.IdentityVerified;

/** An irma server's and a gate's keys with evidence and attestations signed by them. */
public final class Minted {
  public static final String TOKEN = "KzxuWKwL5KGLKr4uerws";
  public static final String BSN = "999999990";

  private final KeyPair irma = keys("RSA", Optional.empty());
  private final KeyPair gate = keys("EC", Optional.of("secp256r1"));

  public PinnedKeys pinned() {
    return new PinnedKeys(
        List.of((ECPublicKey) gate.getPublic()),
        List.of((RSAPublicKey) irma.getPublic()),
        "irmaserver");
  }

  public static String tokenHash() {
    return sha256(TOKEN);
  }

  /** The claims of a good result for what was asked. */
  public static Map<String, Object> resultClaims(List<AskedAttribute> asked, Instant now) {
    List<Map<String, Object>> group = new ArrayList<>();
    asked.forEach(one ->
        group.add(
            new HashMap<>(
                Map.of(
                    "id",
                    one.identifier(),
                    "rawvalue",
                    valueOf(one),
                    "status",
                    "PRESENT",
                    "issuancetime",
                    1764201600))));
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "irmaserver");
    claims.put("sub", "disclosing_result");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 120);
    claims.put("token", TOKEN);
    claims.put("status", "DONE");
    claims.put("proofStatus", "VALID");
    claims.put("type", "disclosing");
    claims.put("disclosed", new ArrayList<>(List.of(group)));
    return claims;
  }

  public static String valueOf(AskedAttribute asked) {
    return asked.identifier().endsWith(".bsn") ? BSN : "waarde van " + asked.identifier();
  }

  public String result(Map<String, Object> claims) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
        claims,
        new RSASSASigner(irma.getPrivate()));
  }

  public static Map<String, Object> attestationClaims(
      Expected expected, String resultJwt, Instant now) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("conversation", expected.conversation().value());
    claims.put("channelBinding", expected.channelBinding());
    claims.put("staff", expected.staff().value());
    claims.put("purpose", expected.purpose().id().value());
    claims.put("means", "IRMA");
    claims.put("level", "SUBSTANTIAL");
    claims.put("channel", "NONE");
    claims.put("discloser", "PAIRED");
    claims.put("evidenceHash", sha256(resultJwt));
    claims.put("policyHash", expected.policyHash());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 900);
    return claims;
  }

  public String attestation(Map<String, Object> claims) {
    return attestation(claims, "balie-attestation+jwt");
  }

  public String attestation(Map<String, Object> claims, String type) {
    try {
      return sign(
          new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build(),
          claims,
          new ECDSASigner((ECPrivateKey) gate.getPrivate()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A good message, or one whose result or attestation was changed before signing. */
  public IdentityVerified verified(
      Expected expected,
      Instant now,
      UnaryOperator<Map<String, Object>> result,
      UnaryOperator<Map<String, Object>> attestation) {
    List<AskedAttribute> asked = expected.purpose().attributes();
    String jwt = result(result.apply(resultClaims(asked, now)));
    return message(
        expected, now, jwt, attestation(attestation.apply(attestationClaims(expected, jwt, now))));
  }

  public IdentityVerified verified(Expected expected, Instant now) {
    return verified(expected, now, UnaryOperator.identity(), UnaryOperator.identity());
  }

  public static IdentityVerified message(
      Expected expected, Instant now, String resultJwt, String attestation) {
    return new IdentityVerified(
        expected.conversation(),
        expected.disclosure(),
        expected.purpose().id(),
        IdentificationMeans.IRMA,
        AssuranceLevel.SUBSTANTIAL,
        ChannelAssurance.NONE,
        DiscloserAssurance.PAIRED,
        expected.purpose().attributes().stream()
            .map(one -> new Attribute(one.identifier(), one.label(), Sensitive.of(valueOf(one))))
            .toList(),
        new Evidence.Irma(Sensitive.of(resultJwt)),
        attestation,
        now);
  }

  public static String sha256(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String sign(JWSHeader header, Map<String, Object> claims, JWSSigner signer) {
    try {
      JWSObject token = new JWSObject(header, new Payload(claims));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPair keys(String algorithm, Optional<String> curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (curve.isPresent()) {
        generator.initialize(new ECGenParameterSpec(curve.get()));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
