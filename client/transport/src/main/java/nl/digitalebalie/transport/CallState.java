package nl.digitalebalie.transport;

import nl.digitalebalie.transport.ice.SelectedPair;
import nl.digitalebalie.transport.srtp.SrtpProfile;

/** Where a call's transport stands. Failed and Closed are final: a new attempt is a new call. */
public sealed interface CallState {
  /** Descriptions are exchanged, a path and keys are being sought. */
  record Connecting() implements CallState {}

  /**
   * Media flows, and only with the peer whose fingerprint was announced.
   *
   * @param srtpProfile how packets are protected
   * @param selectedPair the kind of path in use
   */
  record Connected(SrtpProfile srtpProfile, SelectedPair selectedPair) implements CallState {}

  /** There is no media and there will be none. */
  record Failed(CallFailure failure) implements CallState {}

  /** The call is over. */
  record Closed(By by) implements CallState {}

  /** Who ended a call. */
  enum By {
    US,
    PEER
  }
}
