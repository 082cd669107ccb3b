package nl.digitalebalie.desktop.identity;

import java.util.List;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** The attributes of an accepted irma result, in the order in which they were asked. */
record IrmaResult(List<DisclosedAttribute> attributes) {
  IrmaResult {
    attributes = List.copyOf(attributes);
  }

  record DisclosedAttribute(String identifier, Sensitive<String> value) {}
}
