package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;
import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.packet.Unwrapper;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Records when each packet of the whole transport arrived and tells the sender, which estimates the
 * bandwidth from it (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 *
 * <p>Overflow policy: arrivals older than the newest {@link #MAX_SPAN} numbers are forgotten.
 */
public final class ArrivalRecorder {
  /** Often enough to steer by, rare enough to cost 1 % of the traffic. */
  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** Feedback of 1000 packets stays below 1200 bytes unless deltas are large. */
  private static final int MAX_SPAN = 500;

  private static final long NANOS_PER_REFERENCE = 64_000_000L;
  private static final long NANOS_PER_DELTA = 250_000L;
  private static final ArrivalStatus LOST = new ArrivalStatus.Lost();

  private final Unwrapper numbers = Unwrapper.of16Bits();
  private final TreeMap<Long, MonoTime> arrivals = new TreeMap<>();
  private Optional<MonoTime> nextFeedback = Optional.empty();
  private Optional<MonoTime> origin = Optional.empty();
  private long nextNumber = Long.MIN_VALUE;
  private int feedbackCount;

  /**
   * One packet arrived.
   *
   * @param number the transport-wide sequence number, 0 to 65535
   * @param at taken straight after the socket's receive
   */
  public void arrived(int number, MonoTime at) {
    long unwrapped = numbers.unwrap(number);
    arrivals.putIfAbsent(unwrapped, at);
    arrivals.headMap(arrivals.lastKey() - MAX_SPAN).clear();
    if (origin.isEmpty()) {
      origin = Optional.of(at);
    }
    if (nextFeedback.isEmpty()) {
      nextFeedback = Optional.of(at.plus(INTERVAL));
    }
  }

  /** When feedback is due. */
  public Optional<MonoTime> deadline() {
    return nextFeedback;
  }

  /** The feedback that is due by now. */
  public Optional<TransportFeedback> due(MonoTime at, long sender, long media) {
    if (nextFeedback.isEmpty() || at.isBefore(nextFeedback.get())) {
      return Optional.empty();
    }
    nextFeedback = Optional.empty();
    TransportFeedback feedback = feedback(sender, media);
    if (!arrivals.isEmpty()) {
      nextFeedback = Optional.of(at);
    }
    return Optional.of(feedback);
  }

  private TransportFeedback feedback(long sender, long media) {
    long base = firstNumber();
    long reference =
        Math.floorDiv(sinceOrigin(arrivals.firstEntry().getValue()), NANOS_PER_REFERENCE);
    List<ArrivalStatus> statuses = new ArrayList<>();
    long lastTick = reference * (NANOS_PER_REFERENCE / NANOS_PER_DELTA);
    long number = base;
    while (!arrivals.isEmpty()) {
      long next = arrivals.firstKey();
      long tick = Math.floorDiv(sinceOrigin(arrivals.firstEntry().getValue()), NANOS_PER_DELTA);
      long delta = tick - lastTick;
      if (delta != (short) delta) {
        // The delta has 16 bits; what came seconds later begins a feedback of its own.
        break;
      }
      for (; number < next; number++) {
        statuses.add(LOST);
      }
      statuses.add(new ArrivalStatus.Arrived((int) delta));
      arrivals.pollFirstEntry();
      lastTick = tick;
      number++;
    }
    nextNumber = number;
    return new TransportFeedback(
        sender,
        media,
        (int) (base & 0xFFFF),
        (int) (reference << 8) >> 8,
        feedbackCount++ & 0xFF,
        statuses);
  }

  /** Begins where the last feedback ended, so that what was lost in between is reported too. */
  private long firstNumber() {
    long first = arrivals.firstKey();
    boolean gapIsHonest = nextNumber <= first && first - nextNumber <= MAX_SPAN;
    return nextNumber != Long.MIN_VALUE && gapIsHonest ? nextNumber : first;
  }

  private long sinceOrigin(MonoTime at) {
    return at.nanosSince(origin.orElseThrow());
  }
}
