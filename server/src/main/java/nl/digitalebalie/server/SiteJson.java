package nl.digitalebalie.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Contact;
import nl.digitalebalie.server.relay.Municipality;

/**
 * {@code site.json} (docs/protocol.md section 2): what the page believes and a relay elsewhere
 * cannot change.
 *
 * @param relay where the relay is; left out where the page comes from it
 * @param gateKeys public keys of the gate (RFC 7517)
 */
record SiteJson(
    boolean demo, Optional<String> relay, List<Named> municipalities, List<Jwk> gateKeys) {
  static final String NAME = "site.json";

  SiteJson {
    municipalities = List.copyOf(municipalities);
    gateKeys = List.copyOf(gateKeys);
  }

  /** A municipality by id: its name, and how else to reach it. */
  record Named(MunicipalityId id, String name, Contact contact) {}

  /** RFC 7518 section 6.2.1. */
  record Jwk(String kty, String crv, String x, String y) {
    static Jwk of(ECPublicKey key) {
      byte[] point = PublicPoint.of(key).bytes(); // 0x04, then both coordinates of 32 bytes
      return new Jwk("EC", "P-256", coordinate(point, 1), coordinate(point, 33));
    }

    private static String coordinate(byte[] point, int from) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOfRange(point, from, from + 32));
    }
  }

  /** For a page that comes from the relay itself. */
  static SiteJson here(ServerConfig config, List<ECPublicKey> gateKeys) {
    return of(config.mode(), Optional.empty(), named(config.municipalities()), gateKeys);
  }

  /** For a page that comes from a third place. */
  static SiteJson elsewhere(
      Mode mode, URI relay, List<Named> municipalities, List<ECPublicKey> gateKeys) {
    return of(mode, Optional.of(relay.toString()), municipalities, gateKeys);
  }

  static List<Named> named(List<Municipality> municipalities) {
    return municipalities.stream()
        .map(each -> new Named(each.id(), each.name(), each.contact()))
        .toList();
  }

  private static SiteJson of(
      Mode mode, Optional<String> relay, List<Named> municipalities, List<ECPublicKey> gateKeys) {
    return new SiteJson(
        mode == Mode.DEMO, relay, municipalities, gateKeys.stream().map(Jwk::of).toList());
  }

  private HttpAnswer answer() {
    return JsonBody.answer(200, this);
  }

  Route route() {
    HttpAnswer answer = answer(); // made once, like every other file of the page
    return Route.of("GET", "/" + NAME, call -> answer);
  }

  String text() {
    return new String(answer().body(), StandardCharsets.UTF_8);
  }
}
