package nl.digitalebalie.rtc.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.time.MonoTime;

/** One direction of a path with seeded faults; the same seed gives the same faults. */
public final class SimulatedLink {
  /** What waits in the slowest router of the path before it drops packets. */
  private static final long QUEUE_BYTES = 64_000;

  private static final Duration OVERTAKEN_BY = Duration.ofMillis(15);

  /** One packet at the far end. */
  public record Delivery(MonoTime at, long order, byte[] bytes) implements Comparable<Delivery> {
    @Override
    public int compareTo(Delivery other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final RandomGenerator random;
  private final PriorityQueue<Delivery> underWay = new PriorityQueue<>();
  private LinkConditions conditions;
  private Predicate<byte[]> passes = _ -> true;
  private MonoTime wireFree = new MonoTime(0);
  private MonoTime lastDelivery = new MonoTime(0);
  private long order;
  private long sent;
  private long lost;

  public SimulatedLink(LinkConditions conditions, RandomGenerator random) {
    this.conditions = conditions;
    this.random = random;
  }

  /** Changes the weather. */
  public void conditions(LinkConditions changed) {
    conditions = changed;
  }

  /** Drops what the test names, on top of the conditions. */
  public void only(Predicate<byte[]> passing) {
    passes = passing;
  }

  public void send(byte[] bytes, MonoTime at) {
    sent++;
    if (!passes.test(bytes) || random.nextDouble() < conditions.loss()) {
      lost++;
      return;
    }
    Optional<MonoTime> through = throughBottleneck(bytes, at);
    if (through.isEmpty()) {
      lost++;
      return;
    }
    deliver(bytes, through.get());
    if (random.nextDouble() < conditions.duplicate()) {
      deliver(bytes, through.get());
    }
  }

  private Optional<MonoTime> throughBottleneck(byte[] bytes, MonoTime at) {
    if (conditions.bitsPerSecond() == 0) {
      return Optional.of(at);
    }
    MonoTime begin = wireFree.isBefore(at) ? at : wireFree;
    long waiting = begin.nanosSince(at) * conditions.bitsPerSecond() / 8_000_000_000L;
    if (waiting > QUEUE_BYTES) {
      return Optional.empty();
    }
    wireFree = begin.plusNanos(bytes.length * 8_000_000_000L / conditions.bitsPerSecond());
    return Optional.of(wireFree);
  }

  private void deliver(byte[] bytes, MonoTime from) {
    long extra = (long) (random.nextDouble() * conditions.jitter().toNanos());
    MonoTime arrival = from.plus(conditions.delay()).plusNanos(extra);
    if (random.nextDouble() < conditions.reorder()) {
      underWay.add(new Delivery(arrival.plus(OVERTAKEN_BY), order++, bytes));
      return;
    }
    MonoTime inOrder = arrival.isBefore(lastDelivery) ? lastDelivery : arrival;
    lastDelivery = inOrder;
    underWay.add(new Delivery(inOrder, order++, bytes));
  }

  public Optional<MonoTime> deadline() {
    return Optional.ofNullable(underWay.peek()).map(Delivery::at);
  }

  public List<Delivery> due(MonoTime at) {
    List<Delivery> due = new ArrayList<>();
    while (!underWay.isEmpty() && !at.isBefore(underWay.element().at())) {
      due.add(underWay.remove());
    }
    return due;
  }

  public long sent() {
    return sent;
  }

  public long lost() {
    return lost;
  }
}
