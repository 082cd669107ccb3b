package nl.digitalebalie.rtc.negotiate;

import nl.digitalebalie.protocol.sdp.SessionDescription;

/** What reading the peer's description gave. */
public sealed interface NegotiationResult {

  /** The peer's answer to our offer is acceptable. */
  record Agreed(Agreement agreement) implements NegotiationResult {}

  /** The peer's offer is acceptable, and this is our answer. */
  record Answered(Agreement agreement, SessionDescription answer) implements NegotiationResult {}

  /** The description is refused; nothing of it is used. */
  record Refused(NegotiationFault fault, String reason) implements NegotiationResult {}
}
