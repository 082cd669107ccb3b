package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A call-back that was promised; names it, and says nothing of who asked. */
public record CallbackId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallbackId {
    IdShape.TOKEN.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
