package nl.digitalebalie.protocol.signal;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Who wants to be called back, on which number, and about what in their own words. Seen by the
 * staff member who took the call-back, and by nobody before that.
 */
public record CallbackWish(
    Sensitive<String> name, Sensitive<String> phone, Optional<Sensitive<String>> words) {
  public static final int MAX_NAME_CHARS = 100;

  /** A few sentences: the rest is for the call. */
  public static final int MAX_WORDS_CHARS = 500;

  /** As people write numbers; a country code and 15 digits at most (ITU-T E.164). */
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()-]{4,22}[0-9]");

  private static final int MIN_DIGITS = 6;
  private static final int MAX_DIGITS = 15;

  public CallbackWish {
    line(name.reveal(), MAX_NAME_CHARS, "name");
    phone(phone.reveal());
    Objects.requireNonNull(words);
    words.ifPresent(given -> Shape.text(given.reveal(), MAX_WORDS_CHARS, "words"));
  }

  private static void line(String text, int limit, String what) {
    Shape.text(text, limit, what);
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " is one line that says something");
    }
  }

  private static void phone(String text) {
    long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
    if (!PHONE.matcher(text).matches() || digits < MIN_DIGITS || digits > MAX_DIGITS) {
      throw new IllegalArgumentException("phone has another form");
    }
  }
}
