package nl.digitalebalie.desktop.view.settings;

import nl.digitalebalie.desktop.call.Devices;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.desktop.settings.Settings;

/** The settings in force, the devices that are there, and whether a test runs. */
public final class SettingsModel {
  final Shown<Settings> settings;
  final Shown<Devices> devices = new Shown<>(Devices.NONE);
  final Shown<Test> test = new Shown<>(Test.OFF);

  SettingsModel(Settings first) {
    settings = new Shown<>(first);
  }

  public Settings settings() {
    return settings.now();
  }

  /** For whoever must follow: theme, text size, language. */
  public Shown<Settings> shown() {
    return settings;
  }

  public Test test() {
    return test.now();
  }

  /** Whether camera and microphone are being tried. */
  public enum Test {
    OFF,
    RUNNING
  }
}
