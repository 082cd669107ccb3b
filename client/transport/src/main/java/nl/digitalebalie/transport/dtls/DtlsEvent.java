package nl.digitalebalie.transport.dtls;

import nl.digitalebalie.transport.srtp.SrtpKeys;

/** What a DTLS association tells its owner; on the association's own thread. */
public sealed interface DtlsEvent {
  /** The peer's certificate is the announced one and both ends hold these keys. */
  record Secured(SrtpKeys keys) implements DtlsEvent {}

  /** There are no keys and never will be; nothing may be sent or received. */
  record Failed(DtlsFailure failure) implements DtlsEvent {}

  /** The peer said close_notify (RFC 5246 section 7.2.1). */
  record RemoteClosed() implements DtlsEvent {}
}
