package nl.digitalebalie.protocol.signal;

import java.util.Objects;

/** One attribute that is asked: its identifier in the scheme and the words for it. */
public record AskedAttribute(String identifier, LocalText label) {
  public AskedAttribute {
    Shape.text(identifier, Shape.MAX_TEXT_CHARS, "identifier");
    Objects.requireNonNull(label);
  }
}
