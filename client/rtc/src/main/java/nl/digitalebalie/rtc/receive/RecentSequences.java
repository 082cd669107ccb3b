package nl.digitalebalie.rtc.receive;

import java.util.BitSet;

/** Remembers which of the latest packets came, so that none is taken twice. */
final class RecentSequences {
  /** Four seconds at 2.5 Mbit/s; older packets are too late for anything. */
  private static final int WINDOW = 1_024;

  enum Verdict {
    NEW,
    /** Came before, or is older than the window. */
    SEEN
  }

  private final BitSet seen = new BitSet(WINDOW);
  private long highest = Long.MIN_VALUE;

  Verdict add(long sequence) {
    if (highest == Long.MIN_VALUE || sequence - highest >= WINDOW) {
      seen.clear();
      highest = sequence;
    }
    for (; highest < sequence; highest++) {
      seen.clear(slot(highest + 1));
    }
    if (highest - sequence >= WINDOW || seen.get(slot(sequence))) {
      return Verdict.SEEN;
    }
    seen.set(slot(sequence));
    return Verdict.NEW;
  }

  private static int slot(long sequence) {
    return Math.floorMod(sequence, WINDOW);
  }
}
