package nl.digitalebalie.desktop.channel;

/**
 * Why the keys of the two do not hold. Stable codes: people read them out to the help desk, and
 * each has its sentence in the texts.
 */
public enum ChannelFault {
  /** Our {@code b} and the counter part's differ, or the relay told it another key. */
  BINDING_MISMATCH(Ends.CONVERSATION),
  /** Three pairs of keys in one conversation were enough. */
  TOO_MANY_BINDINGS(Ends.CONVERSATION),
  /** The resident's conversation key is no point on the curve. */
  KEY_REFUSED(Ends.CONVERSATION),
  /** The counter part refused the binding for another reason. */
  BINDING_REFUSED(Ends.CONVERSATION),
  /** The counter part did not get to know the conversation in time. */
  BINDING_UNANSWERED(Ends.EPOCH),
  /** There is a description where none belongs, or none where one belongs, or it is unreadable. */
  DESCRIPTION_REFUSED(Ends.EPOCH),
  /** Not exactly one SHA-256 fingerprint over all lines of the description. */
  FINGERPRINT_NOT_ONE(Ends.EPOCH),
  /** The announced ECDH key is no point on the curve. */
  ANNOUNCED_KEY_REFUSED(Ends.EPOCH),
  /** The resident's conversation key did not sign this fingerprint, key, epoch and binding. */
  SIGNATURE_REFUSED(Ends.EPOCH),
  /** Frames came that the resident did not make. */
  FRAMES_FORGED(Ends.KEYS),
  /** Frames came that nobody understands, or that can no longer be sent again. */
  FRAMES_LOST(Ends.KEYS),
  /** The resident's page says far more than anybody can read. */
  FLOODED(Ends.MESSAGES);

  private final Ends ends;

  ChannelFault(Ends ends) {
    this.ends = ends;
  }

  public Ends ends() {
    return ends;
  }

  /** What does not go on. */
  public enum Ends {
    CONVERSATION,
    /** This connection; a person decides whether to try another. */
    EPOCH,
    /** The keys of this epoch; a new one is tried by itself. */
    KEYS,
    /** Sealed messages of this connection; a person decides whether to try another. */
    MESSAGES
  }
}
