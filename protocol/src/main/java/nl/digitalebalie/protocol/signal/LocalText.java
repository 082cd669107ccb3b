package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text that the municipality configured, by language (BCP 47 primary tag); Dutch is always there.
 * Plain text, never markup.
 */
public record LocalText(@JsonValue Map<String, String> byLanguage) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public LocalText {
    byLanguage = Map.copyOf(new TreeMap<>(byLanguage));
    Shape.atMost(byLanguage.size(), 20, "languages");
    byLanguage.forEach((language, text) -> {
      Shape.text(language, 8, "language");
      Shape.text(text, Shape.MAX_LONG_TEXT_CHARS, "text");
    });
    if (!byLanguage.containsKey("nl")) {
      throw new IllegalArgumentException("the Dutch text (nl) is missing");
    }
  }

  public static LocalText of(String dutch, String english) {
    return new LocalText(Map.of("nl", dutch, "en", english));
  }

  /** The text in this language, else in Dutch. */
  public String in(String language) {
    String text = byLanguage.get(language);
    return text != null ? text : byLanguage.getOrDefault("nl", "");
  }
}
