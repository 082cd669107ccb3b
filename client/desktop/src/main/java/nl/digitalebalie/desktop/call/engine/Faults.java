package nl.digitalebalie.desktop.call.engine;

import nl.digitalebalie.desktop.call.engine.CallFault.Kind;
import nl.digitalebalie.transport.CallFailure;
import nl.digitalebalie.transport.dtls.DtlsFailure;

/** Sorts the transport's failures by who must act. */
final class Faults {
  private Faults() {}

  static CallFault of(CallFailure failure) {
    return new CallFault(kind(failure), failure.code());
  }

  private static Kind kind(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Negotiation refused -> Kind.PEER;
      case CallFailure.Path none -> Kind.NETWORK;
      case CallFailure.Handshake(DtlsFailure why) -> kind(why);
      case CallFailure.Internal bug -> Kind.OURS;
    };
  }

  private static Kind kind(DtlsFailure why) {
    return switch (why) {
      case FINGERPRINT_MISMATCH, CERTIFICATE_MISSING -> Kind.SECURITY;
      case NO_COMMON_SRTP_PROFILE, PEER_REFUSED, HANDSHAKE_FAILED -> Kind.PEER;
      case HANDSHAKE_TIMEOUT -> Kind.NETWORK;
    };
  }
}
