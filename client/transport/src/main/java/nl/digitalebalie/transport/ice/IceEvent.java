package nl.digitalebalie.transport.ice;

import nl.digitalebalie.protocol.sdp.Candidate;

/** What an ICE connection tells its owner; on threads of the ICE stack, so be brief. */
public sealed interface IceEvent {
  /** A local candidate that may be told to the peer. */
  record Gathered(Candidate candidate) implements IceEvent {}

  /** All servers have answered or were given up: no more candidates will come (RFC 8838). */
  record GatheringEnded() implements IceEvent {}

  /** A path answered in both directions: the handshake may begin. Comes once. */
  record Validated(SelectedPair pair) implements IceEvent {}

  /** A path was agreed on for good. Comes once, never before {@link Validated}. */
  record Nominated(SelectedPair pair) implements IceEvent {}

  /** There is no path, or there no longer is. Comes at most once. */
  record Lost(IceFailure failure) implements IceEvent {}
}
