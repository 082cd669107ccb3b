package nl.digitalebalie.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.link.LinkClient;
import nl.digitalebalie.server.link.LinkSecret;
import nl.digitalebalie.server.link.LinkTrust;
import nl.digitalebalie.server.parts.Mode;

/** Reads {@code link}: the secret that both processes know, and where the relay is. */
final class LinkConfig {
  private static final String SECTION = "link";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final URI NOWHERE = URI.create("http://localhost");
  private static final LinkSecret STAND_IN =
      new LinkSecret(Sensitive.of("x".repeat(LinkSecret.MIN_CHARS)));

  private LinkConfig() {}

  static void refuse(ConfigSection root) {
    if (root.has(SECTION)) {
      root.error(SECTION, "is for a server in two processes: start with --role relay or counter");
    }
  }

  static LinkSecret ofRelay(ConfigSection root) {
    return secret(root.section(SECTION));
  }

  static LinkClient.Settings ofCounter(ConfigSection root, Mode mode) {
    ConfigSection link = root.section(SECTION);
    return new LinkClient.Settings(relay(link, mode), secret(link), trust(link));
  }

  private static LinkSecret secret(ConfigSection link) {
    Optional<String> text = link.optionalText("secret");
    if (text.isEmpty()) {
      link.error("secret", "is missing; make one with: openssl rand -base64 32");
      return STAND_IN;
    }
    if (!text.get().startsWith("file:") && !text.get().startsWith("env:")) {
      // a configuration is copied and shown around, and both processes would hold it in two files
      link.error("secret", "must be file:NAME or env:NAME");
      return STAND_IN;
    }
    Optional<Sensitive<String>> value = link.secret("secret");
    try {
      return value.map(LinkSecret::new).orElse(STAND_IN);
    } catch (IllegalArgumentException weak) {
      link.error("secret", "must have at least " + LinkSecret.MIN_CHARS + " characters");
      return STAND_IN;
    }
  }

  private static URI relay(ConfigSection link, Mode mode) {
    Optional<URI> relay = link.webAddress("relay");
    if (!link.has("relay")) {
      link.error("relay", "is missing: the address at which this process reaches the relay");
    }
    relay
        .filter(each -> "http".equals(each.getScheme()) && !THIS_MACHINE.contains(each.getHost()))
        .ifPresent(each -> {
          if (mode == Mode.PRODUCTION) {
            link.error("relay", "must begin with https");
          } else {
            link.warning("relay", "is not encrypted");
          }
        });
    relay.ifPresent(each -> link.right("relay", each.toString()));
    return relay.orElse(NOWHERE);
  }

  private static Optional<SSLContext> trust(ConfigSection link) {
    Optional<Path> file = link.existingFile("trust");
    Optional<SSLContext> trust = file.flatMap(LinkTrust::of);
    if (file.isPresent() && trust.isEmpty()) {
      link.error("trust", "holds no certificate (PEM): " + file.get());
    }
    return trust;
  }
}
