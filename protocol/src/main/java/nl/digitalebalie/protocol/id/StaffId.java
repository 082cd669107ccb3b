package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A member of the counter staff, as the staff register names them; never shown to residents. */
public record StaffId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public StaffId {
    IdShape.NAME.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
