package nl.digitalebalie.transport;

import nl.digitalebalie.rtc.negotiate.NegotiationFault;
import nl.digitalebalie.transport.dtls.DtlsFailure;
import nl.digitalebalie.transport.ice.IceFailure;

/** Why a call has no media; every kind has a stable code to show, log and count. */
public sealed interface CallFailure {
  /** A stable code without personal data, such as {@code FINGERPRINT_MISMATCH}. */
  String code();

  /** The peer's description was refused. */
  record Negotiation(NegotiationFault fault) implements CallFailure {
    @Override
    public String code() {
      return fault.name();
    }
  }

  /** There is no path to the peer. */
  record Path(IceFailure failure) implements CallFailure {
    @Override
    public String code() {
      return failure.name();
    }
  }

  /** The peer is not who the signalling said, or did not finish the handshake. */
  record Handshake(DtlsFailure failure) implements CallFailure {
    @Override
    public String code() {
      return failure.name();
    }
  }

  /** A bug of ours ended the call; the log holds the broken invariant. */
  record Internal() implements CallFailure {
    @Override
    public String code() {
      return "INTERNAL";
    }
  }
}
