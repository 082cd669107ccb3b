package nl.digitalebalie.rtc.receive;

/** What a receiver made of a packet. */
public enum PacketVerdict {
  USED,
  DUPLICATE,
  /** Its time of playout has passed. */
  TOO_LATE,
  /** Its payload does not follow its codec's format. */
  MALFORMED,
  /** Its number or its time is far from all others. */
  STRAY,
  /** The source began anew: a new receiver must take over. */
  RESTARTED
}
