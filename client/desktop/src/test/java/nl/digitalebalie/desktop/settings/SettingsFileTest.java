package nl.digitalebalie.desktop.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.protocol.signal.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @Test
  void what_was_saved_is_loaded(@TempDir Path folder) {
    SettingsFile file = new SettingsFile(folder.resolve("deep/settings.json"));
    Settings chosen =
        Settings.DEFAULT
            .withTheme(Settings.Theme.DARK)
            .withLanguage(Language.EN)
            .withTextSize(Settings.TextSize.LARGEST)
            .withDevices(new DeviceChoice("v4l2:/dev/video0", "default", "default"));

    assertTrue(file.save(chosen).isEmpty());
    assertEquals(chosen, file.load());
  }

  @Test
  void a_missing_or_broken_file_gives_the_defaults(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("settings.json");
    assertEquals(Settings.DEFAULT, new SettingsFile(path).load());
    Files.writeString(path, "{\"theme\":\"PURPLE\"}");
    assertEquals(Settings.DEFAULT, new SettingsFile(path).load());
  }

  @Test
  void the_usual_place_follows_the_system() {
    Path home = Path.of("/home/a");
    assertEquals(
        home.resolve(".config/digitale-balie/settings.json"),
        SettingsFile.usualPlace(Map.of(), home, "Linux"));
    assertEquals(
        Path.of("/x/digitale-balie/settings.json"),
        SettingsFile.usualPlace(Map.of("XDG_CONFIG_HOME", "/x"), home, "Linux"));
  }
}
