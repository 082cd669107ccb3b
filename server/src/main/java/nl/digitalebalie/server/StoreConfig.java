package nl.digitalebalie.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.store.StoreAddress;

/** The section {@code store}; without it the database is a file in the data directory. */
final class StoreConfig {
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String CHECKED_TLS = "sslmode=verify-full";

  private StoreConfig() {}

  static StoreAddress read(ConfigSection root, Role role, Path dataDirectory, Mode mode) {
    StoreAddress usual = new StoreAddress.File(dataDirectory.resolve(role.database()));
    return root.optionalSection("store")
        .flatMap(section -> read(section, dataDirectory, mode))
        .orElse(usual);
  }

  private static Optional<StoreAddress> read(ConfigSection section, Path dataDirectory, Mode mode) {
    String url = section.text("url");
    if (url.startsWith(StoreAddress.SQLITE)) {
      Path file = dataDirectory.resolve(url.substring(StoreAddress.SQLITE.length()));
      section.right("url", "SQLite: " + file);
      return Optional.of(new StoreAddress.File(file));
    }
    if (url.startsWith(StoreAddress.POSTGRES)) {
      return Optional.of(postgres(section, url, mode));
    }
    if (!url.isEmpty()) {
      section.error("url", "must begin with jdbc:postgresql: or jdbc:sqlite:");
    }
    return Optional.empty();
  }

  private static StoreAddress postgres(ConfigSection section, String url, Mode mode) {
    if (url.contains("password=") || url.contains("user=")) {
      section.error("url", "must not hold user or password: drivers write addresses into logs");
    } else if (!isHere(url) && !url.contains(CHECKED_TLS)) {
      section.found(
          mode == Mode.PRODUCTION ? Finding.Grade.ERROR : Finding.Grade.WARNING,
          "url",
          "must hold " + CHECKED_TLS + ": the database is on another machine");
    } else {
      section.right("url", "PostgreSQL");
    }
    return new StoreAddress.Postgres(
        url, section.text("user"), section.secret("password").orElse(Sensitive.of("")));
  }

  private static boolean isHere(String url) {
    try {
      URI server = URI.create(url.substring("jdbc:".length()));
      return server.getHost() != null && HERE.contains(server.getHost());
    } catch (IllegalArgumentException several) {
      return false; // a list of hosts is no URI
    }
  }
}
