package nl.digitalebalie.server;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.parts.Mode;
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

  /** A municipality by id. */
  record Named(MunicipalityId id, String name) {}

  /** RFC 7518 section 6.2.1. */
  record Jwk(String kty, String crv, String x, String y) {
    private static final int COORDINATE_BYTES = 32;

    static Jwk of(ECPublicKey key) {
      return new Jwk(
          "EC", "P-256", coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
    }

    private static String coordinate(BigInteger number) {
      byte[] signed = number.toByteArray();
      byte[] exact = new byte[COORDINATE_BYTES];
      int length = Math.min(signed.length, COORDINATE_BYTES);
      System.arraycopy(
          Arrays.copyOfRange(signed, signed.length - length, signed.length),
          0,
          exact,
          COORDINATE_BYTES - length,
          length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
    }
  }

  /** For a page that comes from the relay itself. */
  static SiteJson here(ServerConfig config) {
    return of(
        config.mode(), Optional.empty(), named(config.municipalities()), config.site().gateKeys());
  }

  /** For a page that comes from a third place. */
  static SiteJson elsewhere(
      Mode mode, URI relay, List<Named> municipalities, List<ECPublicKey> gateKeys) {
    return of(mode, Optional.of(relay.toString()), municipalities, gateKeys);
  }

  static List<Named> named(List<Municipality> municipalities) {
    return municipalities.stream().map(each -> new Named(each.id(), each.name())).toList();
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
