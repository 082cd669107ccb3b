package nl.digitalebalie.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A citizen service number: nine digits, leading zeros kept, that pass the 11-test. Prints
 * redacted.
 */
public final class Bsn {
  private static final int DIGITS = 9;
  private final String digits;

  private Bsn(String digits) {
    this.digits = digits;
  }

  /** The number, or empty when the text is not nine digits that pass the 11-test. */
  public static Optional<Bsn> parse(String text) {
    return passesElevenTest(text) ? Optional.of(new Bsn(text)) : Optional.empty();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Bsn fromWire(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a citizen service number"));
  }

  @JsonValue
  public String reveal() {
    return digits;
  }

  private static boolean passesElevenTest(String text) {
    if (!text.matches("[0-9]{9}") || text.equals("000000000")) {
      return false;
    }
    int sum = -(text.charAt(DIGITS - 1) - '0'); // the last digit weighs -1
    for (int place = 0; place < DIGITS - 1; place++) {
      sum += (DIGITS - place) * (text.charAt(place) - '0');
    }
    return sum % 11 == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bsn that && digits.equals(that.digits);
  }

  @Override
  public int hashCode() {
    return digits.hashCode();
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
