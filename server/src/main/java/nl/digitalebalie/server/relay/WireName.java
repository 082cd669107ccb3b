package nl.digitalebalie.server.relay;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** The type name that a message has on the wire, for the {@code about} of a refusal. */
final class WireName {
  private static final Map<Class<?>, String> NAMES = new HashMap<>();

  static {
    collect(ResidentToRelay.class);
    collect(StaffToRelay.class);
  }

  private WireName() {}

  private static void collect(Class<?> direction) {
    for (JsonSubTypes.Type type : direction.getAnnotation(JsonSubTypes.class).value()) {
      NAMES.put(type.value(), type.name());
    }
  }

  static Optional<String> of(Object message) {
    return Optional.ofNullable(NAMES.get(message.getClass()));
  }
}
