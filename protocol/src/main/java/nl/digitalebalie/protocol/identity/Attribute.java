package nl.digitalebalie.protocol.identity;

import java.util.Objects;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.LocalText;

/** One disclosed attribute: its identifier in the scheme, the words for it, its value. */
public record Attribute(String identifier, LocalText label, Sensitive<String> value) {
  public Attribute {
    Objects.requireNonNull(identifier);
    Objects.requireNonNull(label);
    Objects.requireNonNull(value);
  }
}
