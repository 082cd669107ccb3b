package nl.digitalebalie.server.link;

/** Why something on the link was refused. Stable: counted, and named in the documentation. */
public enum LinkRefusal {
  /** Not JSON, an unknown type or field, a value out of bounds. */
  MALFORMED,
  /** Longer than a frame may be. */
  OVERSIZED,
  /** A frame that was there before. */
  REPLAYED_FRAME,
  /** A frame before this one never came, or nothing fits its number. */
  FRAME_OUT_OF_ORDER,
  /** About a conversation that nobody began, or that is over. */
  UNKNOWN_CONVERSATION,
  /** A conversation that goes on began a second time. */
  BEGAN_TWICE,
  /** A conversation that is over began again. */
  BEGAN_AFTER_ITS_END,
  /** Staff, municipality or topic that are not configured, or not of each other. */
  UNKNOWN_STAFF_OR_TOPIC,
  /** One staff member begins conversations faster than a person can have them. */
  TOO_MANY_BEGINNINGS,
  /** More conversations than a relay has. */
  TOO_MANY_CONVERSATIONS,
  /** A snapshot tells another beginning than before. */
  CHANGED_CONVERSATION,
  /** A connection that is not the next. */
  EPOCH_OUT_OF_ORDER,
  /** A message that does not travel on the link. */
  FOREIGN_MESSAGE,
  /** No point of the curve. */
  UNUSABLE_KEY,
  /** The other end does not know the secret. */
  WRONG_SECRET,
  /** The relay's certificate is of nobody who is trusted, or of another name. */
  UNTRUSTED_CERTIFICATE
}
