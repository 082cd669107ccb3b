package nl.digitalebalie.desktop.identity;

import static nl.digitalebalie.desktop.identity.IdentityCheck.demand;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.security.interfaces.ECPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.identity.Rejection;

/** Reads the gate's attestation: ES256 with a pinned key, of the right type, not expired. */
final class AttestationReader {
  private final List<JWSVerifier> keys;

  AttestationReader(List<ECPublicKey> keys) {
    this.keys = keys.stream().map(AttestationReader::verifier).toList();
  }

  AttestationClaims read(String jws, Instant now) throws RefusedException {
    Map<String, Object> claims;
    try {
      claims =
          SignedJson.open(
              jws,
              JWSAlgorithm.ES256,
              Optional.of(AttestationClaims.TYPE),
              keys,
              Rejection.ATTESTATION_INVALID);
    } catch (RefusedException refused) {
      // Whatever is wrong with it, it is the attestation that is wrong, not the resident's token.
      throw new RefusedException(Rejection.ATTESTATION_INVALID);
    }
    AttestationClaims attested = parse(claims);
    demand(
        now.isBefore(attested.expiresAt())
            && now.plus(EvidenceReader.CLOCK_SKEW).isAfter(attested.issuedAt()),
        Rejection.ATTESTATION_INVALID);
    return attested;
  }

  private static AttestationClaims parse(Map<String, Object> claims) throws RefusedException {
    try {
      return new AttestationClaims(
          new ConversationId(text(claims, "conversation")),
          text(claims, "channelBinding"),
          new StaffId(text(claims, "staff")),
          new PurposeId(text(claims, "purpose")),
          IdentificationMeans.valueOf(text(claims, "means")),
          AssuranceLevel.valueOf(text(claims, "level")),
          ChannelAssurance.valueOf(text(claims, "channel")),
          DiscloserAssurance.valueOf(text(claims, "discloser")),
          text(claims, "evidenceHash"),
          text(claims, "policyHash"),
          instant(claims, "iat"),
          instant(claims, "exp"));
    } catch (IllegalArgumentException | ClassCastException | DateTimeException unreadable) {
      throw new RefusedException(Rejection.ATTESTATION_INVALID);
    }
  }

  private static String text(Map<String, Object> claims, String name) throws RefusedException {
    if (claims.get(name) instanceof String text) {
      return text;
    }
    throw new RefusedException(Rejection.ATTESTATION_INVALID);
  }

  private static Instant instant(Map<String, Object> claims, String name) throws RefusedException {
    if (claims.get(name) instanceof Number seconds) {
      return Instant.ofEpochSecond(seconds.longValue());
    }
    throw new RefusedException(Rejection.ATTESTATION_INVALID);
  }

  private static JWSVerifier verifier(ECPublicKey key) {
    try {
      return new ECDSAVerifier(key);
    } catch (JOSEException notP256) {
      throw new IllegalArgumentException("an attestation key must be on P-256", notP256);
    }
  }
}
