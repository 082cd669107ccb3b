package nl.digitalebalie.server;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Municipality;

/**
 * {@code /site.json} (docs/protocol.md section 2): what the page believes before it speaks to
 * anybody. Whoever serves the page serves this beside it; a relay that does not cannot change it.
 */
final class SiteRoute {
  private SiteRoute() {}

  private record Site(
      boolean demo, Optional<String> relay, List<Name> municipalities, List<Jwk> gateKeys) {}

  private record Name(String id, String name) {}

  /** RFC 7518 section 6.2.1: coordinates as base64url of 32 bytes. */
  private record Jwk(String kty, String crv, String x, String y) {}

  static Route of(Mode mode, List<Municipality> municipalities, List<ECPublicKey> gateKeys) {
    // made once, like every other file of the page
    HttpAnswer answer =
        JsonBody.answer(
            200,
            new Site(
                mode == Mode.DEMO,
                Optional.empty(),
                municipalities.stream()
                    .map(each -> new Name(each.id().value(), each.name()))
                    .toList(),
                gateKeys.stream().map(SiteRoute::jwk).toList()));
    return Route.of("GET", "/site.json", call -> answer);
  }

  private static Jwk jwk(ECPublicKey key) {
    byte[] point = PublicPoint.of(key).bytes();
    return new Jwk(
        "EC",
        "P-256",
        base64url(Arrays.copyOfRange(point, 1, 33)),
        base64url(Arrays.copyOfRange(point, 33, 65)));
  }

  private static String base64url(byte[] coordinate) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(coordinate);
  }
}
