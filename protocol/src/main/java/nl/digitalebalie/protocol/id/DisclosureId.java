package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One asked disclosure within a conversation; not the session token of the irma server. */
public record DisclosureId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DisclosureId {
    IdShape.TOKEN.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
