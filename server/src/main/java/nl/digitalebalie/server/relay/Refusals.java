package nl.digitalebalie.server.relay;

import nl.digitalebalie.protocol.signal.ErrorCode;

/** Which refusals say that a peer is broken or hostile, and count towards its disconnection. */
final class Refusals {
  private Refusals() {}

  /**
   * Two sides act at once in every call, so some refusals are nobody's mistake: candidates of the
   * epoch before, a message crossing a hang-up, a colleague who was faster.
   */
  static boolean count(ErrorCode code) {
    return switch (code) {
      case STALE_EPOCH,
          NOT_IN_THIS_STATE,
          PEER_TOO_SLOW,
          ALREADY_TAKEN,
          UNKNOWN_CONVERSATION,
          NOT_AVAILABLE,
          CLOSED,
          CHANNEL_NOT_OFFERED,
          WAITING_ROOM_FULL,
          INTERNAL ->
          false;
      default -> true;
    };
  }
}
