package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A purpose of the policy: why identity is asked and which case data may open. */
public record PurposeId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PurposeId {
    IdShape.NAME.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
