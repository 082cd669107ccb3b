package nl.digitalebalie.rtc.testkit;

import java.time.Duration;

/**
 * How one direction of a path behaves.
 *
 * @param delay the shortest time a packet takes
 * @param jitter up to this much more, evenly drawn; order is kept
 * @param loss share of packets that vanish
 * @param reorder share of packets that are held back and overtaken
 * @param duplicate share of packets that come twice
 * @param bitsPerSecond capacity; 0 is endless
 */
public record LinkConditions(
    Duration delay,
    Duration jitter,
    double loss,
    double reorder,
    double duplicate,
    long bitsPerSecond) {

  public static LinkConditions perfect(Duration delay) {
    return new LinkConditions(delay, Duration.ZERO, 0, 0, 0, 0);
  }

  public LinkConditions withLoss(double share) {
    return new LinkConditions(delay, jitter, share, reorder, duplicate, bitsPerSecond);
  }

  public LinkConditions withJitter(Duration upTo) {
    return new LinkConditions(delay, upTo, loss, reorder, duplicate, bitsPerSecond);
  }

  public LinkConditions withReorder(double share) {
    return new LinkConditions(delay, jitter, loss, share, duplicate, bitsPerSecond);
  }

  public LinkConditions withDuplicates(double share) {
    return new LinkConditions(delay, jitter, loss, reorder, share, bitsPerSecond);
  }

  public LinkConditions withCapacity(long capacity) {
    return new LinkConditions(delay, jitter, loss, reorder, duplicate, capacity);
  }
}
