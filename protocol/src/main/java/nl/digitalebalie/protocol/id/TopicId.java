package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A topic that a resident can come for, as the configuration names it. */
public record TopicId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TopicId {
    IdShape.NAME.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
