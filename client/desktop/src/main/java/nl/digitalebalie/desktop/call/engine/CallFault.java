package nl.digitalebalie.desktop.call.engine;

/**
 * Why a connection failed, for the interface to choose a sentence and for people to read out.
 *
 * @param code stable, letters, digits and underscores only
 * @param kind who must act
 */
public record CallFault(Kind kind, String code) {
  /** Who must act. */
  public enum Kind {
    /** The network does not let us through: try again, or another network. */
    NETWORK,
    /** The other side's answer is unusable: an old browser, or a fault in it. */
    PEER,
    /** The certificate seen is not the one announced: somebody may be in between. */
    SECURITY,
    /** The counter part did not answer in time, so the keys could not be agreed upon. */
    COUNTER,
    /** The other side does too much at once: wait, or end the talk. */
    RESTLESS,
    /** A fault of this program; the log has more. */
    OURS
  }
}
