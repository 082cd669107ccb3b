package nl.digitalebalie.witness;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signs and reads heads with the key of one log. */
public final class HeadKey {
  static final String TYPE = "balie-audit-head";

  private HeadKey() {}

  public static SignedHead sign(ECPrivateKey key, TreeHead head) {
    return new SignedHead(
        head,
        Es256.sign(
            key,
            TYPE,
            JsonMapper.shared()
                .createObjectNode()
                .put("chain", head.chain())
                .put("size", head.size())
                .put("root", head.root().text())
                .put("at", head.at().toEpochMilli())));
  }

  /** Empty unless it is a head that this key signed. */
  public static Optional<SignedHead> read(ECPublicKey key, String jws) {
    return Es256.verified(key, TYPE, jws)
        .flatMap(HeadKey::head)
        .map(head -> new SignedHead(head, jws));
  }

  /** Which log a head says it is of, before it is known who signed it. */
  static Optional<String> chain(String jws) {
    return Es256.unverified(TYPE, jws).flatMap(HeadKey::head).map(TreeHead::chain);
  }

  private static Optional<TreeHead> head(JsonNode claims) {
    JsonNode size = claims.path("size");
    JsonNode at = claims.path("at");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || !at.canConvertToLong()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TreeHead(
              claims.path("chain").asString(""),
              size.longValue(),
              Hash.parse(claims.path("root").asString("")),
              Instant.ofEpochMilli(at.longValue())));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
