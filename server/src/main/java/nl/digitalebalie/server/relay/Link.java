package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.Presence;

/** Whether one side is connected, and since when it is not. */
sealed interface Link {
  record Up(SocketId socket) implements Link {}

  record Down(Instant since) implements Link {}

  default Presence presence() {
    return switch (this) {
      case Up up -> Presence.HERE;
      case Down down -> Presence.AWAY;
    };
  }

  default boolean is(SocketId socket) {
    return this instanceof Up(SocketId current) && current.equals(socket);
  }

  default Optional<SocketId> connection() {
    return this instanceof Up(SocketId current) ? Optional.of(current) : Optional.empty();
  }

  /** When an absence reaches this length; empty while connected. */
  default Optional<Instant> lostAt(Duration patience) {
    return this instanceof Down(Instant since)
        ? Optional.of(since.plus(patience))
        : Optional.empty();
  }

  default boolean lost(Duration patience, Instant now) {
    return lostAt(patience).filter(at -> !now.isBefore(at)).isPresent();
  }
}
