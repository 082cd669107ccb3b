package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.parts.Mode;

/**
 * Section {@code site}: where the resident's page is served, and which keys it believes.
 *
 * @param page where links to residents point; empty when this server serves the page itself
 * @param gateKeys public keys of the gate
 */
record SiteConfig(Optional<URI> page, List<ECPublicKey> gateKeys) {
  SiteConfig {
    gateKeys = List.copyOf(gateKeys);
  }

  static SiteConfig none() {
    return new SiteConfig(Optional.empty(), List.of());
  }

  static SiteConfig read(ConfigSection root, Mode mode) {
    return root.optionalSection("site").map(site -> of(site, mode)).orElseGet(SiteConfig::none);
  }

  private static SiteConfig of(ConfigSection site, Mode mode) {
    Optional<URI> page = site.webAddress("page");
    if (mode == Mode.PRODUCTION && page.filter(SiteConfig::isPlain).isPresent()) {
      site.error("page", "must begin with https: browsers give no camera without TLS");
    }
    page.ifPresent(each -> site.right("page", "links to residents point to " + each));
    List<ECPublicKey> keys = new ArrayList<>();
    for (Path file : site.existingFiles("gateKeys")) {
      key(site, file).ifPresent(keys::add);
    }
    return new SiteConfig(page, keys);
  }

  private static boolean isPlain(URI address) {
    return "http".equals(address.getScheme());
  }

  private static Optional<ECPublicKey> key(ConfigSection site, Path file) {
    try {
      String text = Files.readString(file);
      if (text.contains("PRIVATE KEY")) {
        site.error("gateKeys", "holds a private key; take the .pub file beside it: " + file);
        return Optional.empty();
      }
      return Optional.of(Keys.ecPublic(text));
    } catch (IOException | IllegalArgumentException unusable) {
      site.error("gateKeys", "is no public key of the gate (PEM, P-256): " + file);
      return Optional.empty();
    }
  }
}
