package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.gate.VerifiedIdentity;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.policy.Purpose;

/** Whether the resident showed who they are. */
sealed interface DisclosureState {
  record Unverified() implements DisclosureState {}

  /** The resident sees the question. */
  record Requested(DisclosureId disclosure, Purpose purpose, Instant expiresAt)
      implements DisclosureState {}

  /**
   * The resident said yes.
   *
   * @param askExpiresAt as in the question, for repeating it after a reload
   * @param session empty until the provider answered
   * @param pairingTriesLeft of the whole question: choosing the device again gives no new ones
   */
  record Disclosing(
      Attempt attempt,
      Purpose purpose,
      WalletDevice device,
      Instant askExpiresAt,
      Instant expiresAt,
      Optional<StartedSession> session,
      DisclosureStep step,
      int pairingTriesLeft,
      Code code)
      implements DisclosureState {
    /** Whether the code on the wallet's screen was typed into the resident's page. */
    enum Code {
      NOT_MATCHED,
      MATCHED
    }

    DisclosureId disclosure() {
      return attempt.disclosure();
    }

    Disclosing started(StartedSession with) {
      return new Disclosing(
          attempt,
          purpose,
          device,
          askExpiresAt,
          expiresAt,
          Optional.of(with),
          step,
          pairingTriesLeft,
          code);
    }

    Disclosing at(DisclosureStep next, int triesLeft) {
      return new Disclosing(
          attempt, purpose, device, askExpiresAt, expiresAt, session, next, triesLeft, code);
    }

    Disclosing codeMatched() {
      return new Disclosing(
          attempt,
          purpose,
          device,
          askExpiresAt,
          expiresAt,
          session,
          DisclosureStep.SHARING,
          pairingTriesLeft,
          Code.MATCHED);
    }
  }

  /** Verified, and waiting for its audit row to be durable before anybody is told. */
  record Recording(
      long ticket,
      DisclosureId disclosure,
      Purpose purpose,
      VerifiedIdentity identity,
      Conclusion.Verified conclusion)
      implements DisclosureState {}

  /**
   * The staff client was told.
   *
   * @param boxEnd end of the time box; extensions move it
   * @param attestation expires at {@code boxEnd}
   * @param heardAt when the resident's key last signed that they are there, in whichever epoch
   */
  record Verified(
      DisclosureId disclosure,
      Purpose purpose,
      VerifiedIdentity identity,
      String evidenceHash,
      Instant boxEnd,
      int extensions,
      String attestation,
      Instant heardAt)
      implements DisclosureState {
    Verified attestedAs(String attested) {
      return new Verified(
          disclosure, purpose, identity, evidenceHash, boxEnd, extensions, attested, heardAt);
    }

    Verified heardAt(Instant at) {
      return new Verified(
          disclosure, purpose, identity, evidenceHash, boxEnd, extensions, attestation, at);
    }

    /** When they are missed for so long that it must be shown anew who is there. */
    Instant absentAt() {
      return heardAt.plus(purpose.absence());
    }

    Verified extendedTo(Instant end, String attested) {
      return new Verified(
          disclosure, purpose, identity, evidenceHash, end, extensions + 1, attested, heardAt);
    }
  }

  /** It came to nothing, or was taken back. */
  record Dropped(Rejection reason) implements DisclosureState {}
}
