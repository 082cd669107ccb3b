package nl.digitalebalie.acceptance.run;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.identity.IdentityState;

/**
 * Sees every state of the desk from the question who the resident is until the panel opens: a panel
 * that was open in between, however shortly, is not missed.
 */
final class GateWatch implements Consumer<Desk> {
  private int shutStates;
  private boolean verified;
  private boolean openTooEarly;
  private Optional<Instant> openedAt = Optional.empty();

  /** On the toolkit's thread; read from another. */
  @Override
  public void accept(Desk desk) {
    desk.talk()
        .ongoing()
        .ifPresent(talk ->
            saw(
                talk.identity() instanceof IdentityState.Shown,
                talk.panel() instanceof PanelState.Open,
                Instant.now()));
  }

  synchronized void saw(boolean identityShown, boolean panelOpen, Instant at) {
    verified |= identityShown;
    if (!verified) {
      shutStates += panelOpen ? 0 : 1;
      openTooEarly |= panelOpen;
    }
    if (panelOpen && openedAt.isEmpty()) {
      openedAt = Optional.of(at);
    }
  }

  /** How many states with a shut panel were seen before anybody was verified. */
  synchronized int shutStates() {
    return shutStates;
  }

  /** Whether the panel was seen shut until the verification, and open only after it. */
  synchronized boolean openedAfter(Instant verifiedAt) {
    return verified
        && shutStates > 0
        && !openTooEarly
        && openedAt.filter(at -> !at.isBefore(verifiedAt)).isPresent();
  }
}
