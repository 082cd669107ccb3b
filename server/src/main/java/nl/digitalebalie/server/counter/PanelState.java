package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.server.gate.GateDecision.Scope;

/** Whether the staff member may see case data. No state holds the data itself. */
sealed interface PanelState {
  /**
   * Shut.
   *
   * @param opensUntil until then the panel opens by itself when both give signs of life; only right
   *     after an identity was verified and nothing else was missing
   */
  record Locked(LockReason reason, Optional<Instant> opensUntil) implements PanelState {
    Locked(LockReason reason) {
      this(reason, Optional.empty());
    }
  }

  /** The gate would open; its row is being written. */
  record Recording(long ticket) implements PanelState {}

  /** The gate is open; the cases are being read. */
  record Reading(long ticket, Scope scope) implements PanelState {}

  record Open(Instant openedAt, Scope scope, Optional<Extension> pending, PanelInside inside)
      implements PanelState {
    Open with(Optional<Extension> other) {
      return new Open(openedAt, scope, other, inside);
    }

    Open with(PanelInside other) {
      return new Open(openedAt, scope, pending, other);
    }
  }

  /** An extension whose row is being written. */
  record Extension(long ticket, Instant until) {}
}
