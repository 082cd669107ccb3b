package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.http.SecurityHeaders;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.parts.Mode;

/**
 * Writes the resident's page, its {@code site.json} and the headers that must go with them into a
 * folder, for a web server that is neither the relay nor the counter part. Reads of the
 * configuration what it needs and judges nothing else.
 */
final class SiteCommand {
  /** Beside the page and not served: for whoever sets up the web server. */
  static final String HEADERS = "headers.txt";

  private SiteCommand() {}

  /** What came of it. */
  sealed interface Outcome {}

  record Written(String summary) implements Outcome {}

  record Refused(String sentence) implements Outcome {}

  static Outcome run(ConfigSection root, Path out) {
    Mode mode = root.choice("mode", Mode.class, Mode.PRODUCTION);
    SiteConfig site = SiteConfig.read(root, mode);
    Optional<URI> relay = root.section("http").webAddress("publicUrl");
    List<SiteJson.Named> municipalities = SiteJson.named(MunicipalityConfig.readAll(root, mode));
    if (relay.isEmpty()) {
      root.error("http.publicUrl", "is needed: the page looks for the relay there");
    }
    if (site.page().isEmpty()) {
      root.error("site.page", "is needed: the address from which the page will be served");
    }
    if (site.gateKeys().isEmpty()) {
      root.error("site.gateKeys", "is needed: without, the page believes no staff member");
    }
    if (!root.usable()) {
      return new Refused("The page was not written.");
    }
    SiteJson json = SiteJson.elsewhere(mode, relay.get(), municipalities, site.gateKeys());
    return write(out, root, site.page().get(), relay.get(), json);
  }

  private static Outcome write(Path out, ConfigSection root, URI page, URI relay, SiteJson json) {
    StaticSite files =
        root.section("http")
            .file("web")
            .map(StaticSite::ofFolder)
            .orElseGet(StaticSite::ofClassPath);
    if (files.isEmpty()) {
      return new Refused("This program holds no page; build it, or name a folder as http.web.");
    }
    try {
      if (Files.exists(out) && holdsSomething(out)) {
        return new Refused("The folder is not empty, and old files would be served on: " + out);
      }
      Files.createDirectories(out);
      files.writeTo(out.resolve("public"));
      Files.writeString(out.resolve("public").resolve(SiteJson.NAME), json.text());
      Files.writeString(out.resolve(HEADERS), headers(page, relay));
      return new Written("written: " + out + " (serve public/ as " + HEADERS + " says)");
    } catch (IOException failed) {
      return new Refused("The folder cannot be written: " + out);
    }
  }

  private static boolean holdsSomething(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static String headers(URI page, URI relay) {
    Map<String, String> headers = SecurityHeaders.ofPageElsewhere(page, relay);
    return """
    # Serve the folder public/ at %s with these headers on every answer, errors included.
    # The paths /, /u and everything under /m/ answer /index.html; a missing file is 404.
    # /assets/ may be kept for a year (Cache-Control: public, max-age=31536000, immutable);
    # everything else, site.json above all: Cache-Control: no-cache.

    %s
    """
        .formatted(
            page,
            headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n")));
  }
}
