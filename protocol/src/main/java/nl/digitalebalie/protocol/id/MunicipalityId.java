package nl.digitalebalie.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A municipality, as the configuration names it; one server may serve several. */
public record MunicipalityId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MunicipalityId {
    IdShape.NAME.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
