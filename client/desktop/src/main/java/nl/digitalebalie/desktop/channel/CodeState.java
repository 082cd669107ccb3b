package nl.digitalebalie.desktop.channel;

/** How far the spoken code under the current {@code b} is; never the code itself. */
public enum CodeState {
  /** Keys are not agreed upon yet, or this way of talking offers no code. */
  NOT_BEGUN,
  /** Committed; the resident does not see the code yet. */
  PREPARING,
  /** The resident sees the code and says it. */
  AWAITED,
  /** Typed wrong once; one try is left. */
  WRONG_ONCE,
  MATCHED,
  /** Typed wrong twice: the conversation ends. */
  FAILED,
  /** The resident's page found that somebody meddled: the conversation ends. */
  REFUSED
}
