package nl.digitalebalie.rtc.receive;

/**
 * Tells a stray packet from a source that began anew (RFC 3550 appendix A.1: "make sure a sequence
 * number is in order before accepting the source"). A single wild number must not carry the whole
 * source away with it.
 */
final class SequenceGate {
  /** RFC 3550 appendix A.1, MAX_DROPOUT: half a minute of sound, some seconds of pictures. */
  private static final int MAX_AHEAD = 3_000;

  /** Retransmissions and reordering stay far below this. */
  private static final int MAX_BEHIND = 3_000;

  private static final int NONE = -1;

  enum Verdict {
    PASS,
    STRAY,
    /** Two consecutive packets agree on a new beginning. */
    RESTARTED
  }

  private int highest = NONE;
  private int expectedAfterStray = NONE;

  /** Judges the number of a packet, 0 to 65535. */
  Verdict judge(int sequence) {
    int ahead = (short) (sequence - highest);
    if (highest == NONE || (ahead <= MAX_AHEAD && ahead >= -MAX_BEHIND)) {
      highest = highest == NONE || ahead > 0 ? sequence : highest;
      expectedAfterStray = NONE;
      return Verdict.PASS;
    }
    if (sequence == expectedAfterStray) {
      highest = sequence;
      expectedAfterStray = NONE;
      return Verdict.RESTARTED;
    }
    expectedAfterStray = sequence + 1 & 0xFFFF;
    return Verdict.STRAY;
  }
}
