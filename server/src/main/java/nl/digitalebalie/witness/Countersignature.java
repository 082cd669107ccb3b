package nl.digitalebalie.witness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** The witness's word that it took a head, and when. */
public final class Countersignature {
  static final String TYPE = "balie-witness";

  private Countersignature() {}

  static String sign(ECPrivateKey key, String head, Instant at) {
    return Es256.sign(
        key,
        TYPE,
        JsonMapper.shared()
            .createObjectNode()
            .put("head", sha256(head))
            .put("at", at.toEpochMilli()));
  }

  /** Whether this witness signed for this head. */
  public static boolean holds(ECPublicKey witness, String head, String countersignature) {
    return Es256.verified(witness, TYPE, countersignature)
        .filter(claims -> claims.path("head").asString("").equals(sha256(head)))
        .isPresent();
  }

  private static String sha256(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
