package nl.digitalebalie.rtc.packet;

/** Why bytes are no packet; the names are stable. */
public enum PacketFault {
  /** Shorter than the fixed header. */
  TOO_SHORT,
  /** Version bits other than 2. */
  WRONG_VERSION,
  /** A length or count field reaches beyond the packet. */
  LENGTH_LIES,
  /** A padding count of zero or larger than what is there. */
  BAD_PADDING,
  /** A header extension element reaches beyond its block. */
  BAD_EXTENSION,
  /** More elements than any honest sender writes. */
  TOO_MANY
}
