package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.rtc.jitter.VideoBuffer;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Knows which packets of one source are missing, when to ask for each, and when to stop.
 *
 * <p>Every gap counts, also one inside a picture whose last packet has come. A burst costs one
 * packet: whatever is due is asked for together.
 */
public final class NackGenerator {
  /** Packets on Wi-Fi overtake each other by a few milliseconds; those are not lost. */
  private static final Duration REORDER_WAIT = Duration.ofMillis(8);

  /** With a round trip of 100 ms this covers a second, the longest anybody waits for a picture. */
  private static final int MAX_TRIES = 8;

  /** On a loopback the round trip is nothing; asking more often than this only makes noise. */
  private static final Duration MIN_RETRY = Duration.ofMillis(20);

  /** Two seconds of video; whoever misses more needs a key frame, not packets. */
  private static final int MAX_MISSING = 400;

  /**
   * What to do now.
   *
   * @param ask sequence numbers for one NACK, may be empty
   */
  public record Decision(List<Integer> ask, Outlook outlook) {
    public Decision {
      ask = List.copyOf(ask);
    }
  }

  /** Whether the gaps can still be closed. */
  public enum Outlook {
    HOPEFUL,
    /** Something will never come: ask for a key frame. */
    GIVEN_UP
  }

  private record Missing(MonoTime nextAsk, int tries) {}

  private final TreeMap<Long, Missing> missing = new TreeMap<>();
  private long highest;
  private boolean started;
  private Outlook outlook = Outlook.HOPEFUL;

  /** A packet came, new, late or retransmitted. */
  public void arrived(long sequence, MonoTime at) {
    if (!started) {
      started = true;
      highest = sequence;
      return;
    }
    if (sequence <= highest) {
      missing.remove(sequence);
      return;
    }
    if (sequence - highest > MAX_MISSING) {
      giveUp();
    } else {
      for (long gap = highest + 1; gap < sequence; gap++) {
        missing.put(gap, new Missing(at.plus(REORDER_WAIT), 0));
      }
    }
    highest = sequence;
    if (missing.size() > MAX_MISSING) {
      giveUp();
    }
  }

  private void giveUp() {
    missing.clear();
    outlook = Outlook.GIVEN_UP;
  }

  /** Gaps before this packet do not matter any more: a key frame begins here. */
  public void forgetBefore(long sequence) {
    missing.headMap(sequence).clear();
  }

  /** What is due by now. */
  public Decision due(MonoTime at, Duration roundTrip) {
    List<Integer> ask = new ArrayList<>();
    List<Long> hopeless = new ArrayList<>();
    Duration retry = roundTrip.plus(MIN_RETRY);
    missing.forEach((sequence, gap) -> {
      if (at.isBefore(gap.nextAsk())) {
        return;
      }
      if (gap.tries() >= MAX_TRIES) {
        hopeless.add(sequence);
        return;
      }
      ask.add((int) (sequence & 0xFFFF));
      missing.put(sequence, new Missing(at.plus(retry), gap.tries() + 1));
    });
    if (!hopeless.isEmpty()) {
      hopeless.forEach(missing::remove);
      outlook = Outlook.GIVEN_UP;
    }
    Decision decision = new Decision(ask, outlook);
    outlook = Outlook.HOPEFUL;
    return decision;
  }

  /** Whether anything is still missing and asked for. */
  public VideoBuffer.Gaps state() {
    return missing.isEmpty() ? VideoBuffer.Gaps.NONE : VideoBuffer.Gaps.OPEN;
  }

  /** When something becomes due. */
  public Optional<MonoTime> deadline() {
    return missing.values().stream().map(Missing::nextAsk).reduce(MonoTime::earliest);
  }
}
