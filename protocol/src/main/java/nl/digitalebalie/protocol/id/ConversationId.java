package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One conversation between a resident and the counter, from the moment the link is redeemed until
 * it ends.
 */
public record ConversationId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ConversationId {
    IdShape.TOKEN.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
