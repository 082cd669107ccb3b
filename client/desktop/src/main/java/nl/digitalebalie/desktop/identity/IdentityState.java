package nl.digitalebalie.desktop.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.WalletDevice;

/** Whether the resident showed who they are, as far as this client knows by itself. */
public sealed interface IdentityState {

  record NotShown() implements IdentityState {}

  /** The question is on its way to the server. */
  record Asking(PurposeId purpose) implements IdentityState {}

  /** The resident sees the question. */
  record Asked(
      DisclosureId disclosure,
      PurposeCard purpose,
      Instant expiresAt,
      Optional<Started> started,
      Optional<DisclosureStep> step)
      implements IdentityState {
    public Asked {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(expiresAt);
      Objects.requireNonNull(started);
      Objects.requireNonNull(step);
    }
  }

  /** This client verified it. */
  record Shown(VerifiedIdentity identity) implements IdentityState {}

  record Failed(Why why) implements IdentityState {}

  /** The wallet was started; what its result must answer to. */
  record Started(WalletDevice device, String sessionTokenHash) {}

  /** Why it failed: what the server said, or what this client found. */
  sealed interface Why {
    record Rejected(Rejection reason) implements Why {}

    /** The server accepted it and this client did not; the help desk must know. */
    record RefusedHere(Rejection reason) implements Why {}

    record NotPossible(ErrorCode code) implements Why {}
  }
}
