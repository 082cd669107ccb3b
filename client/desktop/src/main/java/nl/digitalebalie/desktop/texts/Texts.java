package nl.digitalebalie.desktop.texts;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * The words of the staff client in one language.
 *
 * <p>Placeholders are {@code {0}}, {@code {1}}; there is no quoting, so that a translator may use
 * apostrophes freely.
 */
public final class Texts {
  private static final String BUNDLE = "nl.digitalebalie.desktop.texts.texts";

  private final ResourceBundle bundle;
  private final Locale locale;

  private Texts(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  public static Texts of(Language language) {
    return new Texts(
        switch (language) {
          case NL -> Locale.forLanguageTag("nl-NL");
          case EN -> Locale.forLanguageTag("en-GB");
        });
  }

  /** The words for this key; a missing key is a bug that a test finds. */
  public String text(String key, Object... arguments) {
    String text = bundle.getString(key);
    for (int place = 0; place < arguments.length; place++) {
      text = text.replace("{" + place + "}", String.valueOf(arguments[place]));
    }
    return text;
  }

  /** The words for a constant: key {@code Type.CONSTANT}. */
  public String word(Enum<?> constant) {
    return text(constant.getDeclaringClass().getSimpleName() + "." + constant.name());
  }

  /** A text that the municipality configured, in this language. */
  public String local(LocalText text) {
    return text.in(locale.getLanguage());
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  public Locale locale() {
    return locale;
  }

  Set<String> keys() {
    return bundle.keySet();
  }
}
