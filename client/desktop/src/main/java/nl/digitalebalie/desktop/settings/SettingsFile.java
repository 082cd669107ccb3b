package nl.digitalebalie.desktop.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Settings as a small JSON file in the user's configuration folder. */
public final class SettingsFile implements Settings.Store {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

  /** A file of ours has a few hundred bytes; a larger one is not ours. */
  private static final long MAX_BYTES = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();

  private final Path file;

  public SettingsFile(Path file) {
    this.file = file;
  }

  /** The usual place for the operating system at hand. */
  public static Path usualPlace(Map<String, String> environment, Path home, String osName) {
    String name = "settings.json";
    if (osName.startsWith("Windows") && environment.containsKey("APPDATA")) {
      return Path.of(environment.getOrDefault("APPDATA", ""), "Digitale balie", name);
    }
    if (osName.startsWith("Mac")) {
      return home.resolve(Path.of("Library", "Application Support", "Digitale balie", name));
    }
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base = xdg.isBlank() ? home.resolve(".config") : Path.of(xdg);
    return base.resolve(Path.of("digitale-balie", name));
  }

  /** The kept settings; a missing or unreadable file gives the defaults. */
  @Override
  public Settings load() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Settings.DEFAULT;
      }
      return JSON.readValue(Files.readString(file), Settings.class);
    } catch (IOException | JacksonException unreadable) {
      LOG.warn("SETTINGS_UNREADABLE, defaults are used: {}", unreadable.getClass().getSimpleName());
      return Settings.DEFAULT;
    }
  }

  @Override
  public Optional<String> save(Settings settings) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "settings", ".tmp");
      Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings));
      // Moved into place whole, so that a crash leaves the old file and never half a new one.
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    } catch (IOException unwritable) {
      LOG.warn("SETTINGS_NOT_KEPT: {}", unwritable.getClass().getSimpleName());
      return Optional.of("SETTINGS_NOT_KEPT");
    }
  }
}
