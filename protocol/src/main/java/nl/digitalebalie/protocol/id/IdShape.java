package nl.digitalebalie.protocol.id;

import java.util.regex.Pattern;

/**
 * The two shapes of identifiers on the wire; anything else is refused before it reaches a map or a
 * log.
 */
enum IdShape {
  /** Made by the server from 128 random bits or more: URL-safe base64 without padding. */
  TOKEN("[A-Za-z0-9_-]{16,64}"),
  /** Given by a person in a configuration or policy file. */
  NAME("[a-z0-9][a-z0-9._-]{0,63}");

  private final Pattern pattern;

  IdShape(String regex) {
    this.pattern = Pattern.compile(regex);
  }

  void check(String value) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("an identifier of the shape " + pattern + " is needed");
    }
  }
}
