package nl.digitalebalie.demo.irma;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One session as an immutable value; each step gives the next value or the fault. {@code
 * requestorToken} reads the result and is a secret of the requestor; {@code clientToken} is in the
 * QR code; {@code frontendAuthorization} belongs to whoever compares the pairing code.
 */
record IrmaSession(
    String requestorToken,
    String clientToken,
    String frontendAuthorization,
    Requestor requestor,
    SessionRequest request,
    Status status,
    Optional<String> pairingCode,
    Optional<String> walletAuthorization,
    Optional<Disclosure> disclosure,
    Instant lastActivity) {

  /** irma server's session_result_lifetime. */
  static final Duration RESULT_LIFETIME = Duration.ofMinutes(5);

  enum Status {
    INITIALIZED,
    PAIRING,
    CONNECTED,
    DONE,
    CANCELLED,
    TIMEOUT;

    boolean finished() {
      return switch (this) {
        case INITIALIZED, PAIRING, CONNECTED -> false;
        case DONE, CANCELLED, TIMEOUT -> true;
      };
    }
  }

  enum ProofStatus {
    VALID,
    EXPIRED,
    MISSING_ATTRIBUTES
  }

  /** {@code attributes} answers {@code disclose} place by place; a null value has status NULL. */
  record Disclosure(ProofStatus proofStatus, List<List<Disclosed>> attributes) {
    Disclosure {
      attributes = List.copyOf(attributes);
    }
  }

  record Disclosed(String identifier, Optional<String> value, Instant issued) {}

  static IrmaSession start(
      String requestorToken,
      String clientToken,
      String frontendAuthorization,
      Requestor requestor,
      SessionRequest request,
      Instant now) {
    return new IrmaSession(
        requestorToken,
        clientToken,
        frontendAuthorization,
        requestor,
        request,
        Status.INITIALIZED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now);
  }

  /** The browser (or the server on its behalf) demands pairing, or takes the demand back. */
  Answer<IrmaSession> withPairing(Optional<String> code) {
    return status == Status.INITIALIZED
        ? Answer.given(
            new IrmaSession(
                requestorToken,
                clientToken,
                frontendAuthorization,
                requestor,
                request,
                status,
                code,
                walletAuthorization,
                disclosure,
                lastActivity))
        : unexpected("Frontend options cannot be updated when client is already connected");
  }

  /** The wallet fetches the session; whoever comes first owns it. */
  Answer<IrmaSession> connect(String walletAuthorization, Instant now) {
    if (status != Status.INITIALIZED) {
      return unexpected("Session already started");
    }
    Status next = pairingCode.isPresent() ? Status.PAIRING : Status.CONNECTED;
    return Answer.given(
        new IrmaSession(
            requestorToken,
            clientToken,
            frontendAuthorization,
            requestor,
            request,
            next,
            pairingCode,
            Optional.of(walletAuthorization),
            disclosure,
            now));
  }

  Answer<IrmaSession> paired(Instant now) {
    return status == Status.PAIRING
        ? Answer.given(moved(Status.CONNECTED, disclosure, now))
        : unexpected("Pairing was not enabled");
  }

  /**
   * The wallet hands in its proofs. The status becomes DONE whatever they are worth: DONE does not
   * mean VALID.
   */
  Answer<IrmaSession> disclose(Disclosure given, Instant now) {
    return switch (status) {
      case CONNECTED -> Answer.given(moved(Status.DONE, Optional.of(given), now));
      case PAIRING -> Answer.refused(IrmaFault.PAIRING_REQUIRED, "pairing is not completed");
      case INITIALIZED, DONE, CANCELLED, TIMEOUT -> unexpected("not in state CONNECTED");
    };
  }

  /** A finished session stays what it was. */
  IrmaSession cancel(Instant now) {
    return status.finished() ? this : moved(Status.CANCELLED, Optional.empty(), now);
  }

  /** This session as it is at {@code now}: unchanged, or timed out. */
  IrmaSession at(Instant now) {
    Duration patience =
        status == Status.INITIALIZED ? request.timeout() : SessionRequest.MAX_LIFETIME;
    boolean late = !status.finished() && !now.isBefore(lastActivity.plus(patience));
    return late ? moved(Status.TIMEOUT, Optional.empty(), lastActivity) : this;
  }

  /** Whether the server has forgotten this session; the clock counts from the last activity. */
  boolean forgotten(Instant now) {
    Duration lifetime =
        status.finished() ? RESULT_LIFETIME : SessionRequest.MAX_LIFETIME.plus(RESULT_LIFETIME);
    return !now.isBefore(lastActivity.plus(lifetime));
  }

  boolean mayBeUsedBy(String authorization) {
    return walletAuthorization.isPresent() && walletAuthorization.get().equals(authorization);
  }

  private IrmaSession moved(Status next, Optional<Disclosure> given, Instant now) {
    return new IrmaSession(
        requestorToken,
        clientToken,
        frontendAuthorization,
        requestor,
        request,
        next,
        pairingCode,
        walletAuthorization,
        given,
        now);
  }

  private static <T> Answer<T> unexpected(String message) {
    return Answer.refused(IrmaFault.UNEXPECTED_REQUEST, message);
  }

  @Override
  public String toString() {
    return "IrmaSession[" + status + "]"; // the tokens are secrets
  }
}
