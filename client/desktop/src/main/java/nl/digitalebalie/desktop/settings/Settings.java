package nl.digitalebalie.desktop.settings;

import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.protocol.signal.Language;

/** The user's own choices; every one has a default, so that a lost file loses no work. */
public record Settings(
    Theme theme, TextSize textSize, Language language, Sound sound, DeviceChoice devices) {

  public static final Settings DEFAULT =
      new Settings(Theme.LIGHT, TextSize.NORMAL, Language.NL, Sound.ON, DeviceChoice.DEFAULT);

  public Settings {
    Objects.requireNonNull(theme);
    Objects.requireNonNull(textSize);
    Objects.requireNonNull(language);
    Objects.requireNonNull(sound);
    Objects.requireNonNull(devices);
  }

  public Settings withTheme(Theme other) {
    return new Settings(other, textSize, language, sound, devices);
  }

  public Settings withTextSize(TextSize other) {
    return new Settings(theme, other, language, sound, devices);
  }

  public Settings withLanguage(Language other) {
    return new Settings(theme, textSize, other, sound, devices);
  }

  public Settings withSound(Sound other) {
    return new Settings(theme, textSize, language, other, devices);
  }

  public Settings withDevices(DeviceChoice other) {
    return new Settings(theme, textSize, language, sound, other);
  }

  public enum Theme {
    LIGHT,
    DARK
  }

  /** Sound on arrival of a resident; the visible alert is always there. */
  public enum Sound {
    ON,
    MUTED
  }

  /** WCAG 2.2 1.4.4 asks for text up to 200 % without loss of content. */
  public enum TextSize {
    NORMAL(100),
    LARGE(125),
    LARGER(150),
    LARGEST(200);

    private static final double BASE_PIXELS = 14;
    private final int percent;

    TextSize(int percent) {
      this.percent = percent;
    }

    public int percent() {
      return percent;
    }

    public double pixels() {
      return BASE_PIXELS * percent / 100;
    }
  }

  /** Where settings are kept; a port, so that tests keep them in memory. */
  public interface Store {
    Settings load();

    /** Whether they were kept; when not, they still hold until the program ends. */
    Optional<String> save(Settings settings);
  }
}
