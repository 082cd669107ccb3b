package nl.digitalebalie.protocol.signal;

import java.util.Objects;

/**
 * What a resident sees of the staff member: a name or alias, a role in words, the municipality's
 * name.
 */
public record StaffCard(String displayName, LocalText role, String municipality) {
  public StaffCard {
    Shape.text(displayName, Shape.MAX_TEXT_CHARS, "displayName");
    Objects.requireNonNull(role);
    Shape.text(municipality, Shape.MAX_TEXT_CHARS, "municipality");
  }
}
