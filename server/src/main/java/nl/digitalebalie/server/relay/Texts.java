package nl.digitalebalie.server.relay;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The few sentences for people that the server itself writes. */
final class Texts {
  private static final Locale DUTCH = Locale.of("nl");

  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** Invitations are written in the language of the counter. */
  static Texts dutch() {
    return new Texts(
        ResourceBundle.getBundle(
            "texts.server",
            DUTCH,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
  }

  String text(String key, String... parameters) {
    return new MessageFormat(bundle.getString(key), DUTCH).format(parameters);
  }
}
