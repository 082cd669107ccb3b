package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An invitation made by staff; names it in the staff client, and is not its secret token. */
public record InvitationId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InvitationId {
    IdShape.TOKEN.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
