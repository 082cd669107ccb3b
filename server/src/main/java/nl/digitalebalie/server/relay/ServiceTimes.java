package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;

/**
 * How long talks took lately, and what follows for those who wait. Holds durations, never who
 * talked. Owned by the {@link Room}; no clock.
 */
final class ServiceTimes {
  /** Enough to even out one long talk, few enough to follow a busy morning. */
  static final int KEPT = 20;

  /** One talk says little about the next; from here on an average does. */
  static final int ENOUGH = 3;

  /** What was so this morning says little about the late afternoon. */
  static final Duration RECENT = Duration.ofHours(4);

  /** A shorter talk came to nothing: a link that broke, a resident who had just left. */
  static final Duration SHORTEST = Duration.ofSeconds(30);

  /** A call that somebody forgot to end counts as this long. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Beyond this an estimate is a guess: nothing is told rather than a wrong promise. */
  static final Duration LONGEST_TOLD = Duration.ofHours(2);

  private final Map<ConversationId, Began> running = new HashMap<>();
  private final Map<MunicipalityId, Deque<Talk>> recent = new HashMap<>();

  private record Began(MunicipalityId municipality, Instant at) {}

  private record Talk(Duration took, Instant endedAt) {}

  void began(ConversationId conversation, MunicipalityId municipality, Instant now) {
    running.put(conversation, new Began(municipality, now));
  }

  /** Of a call that began before a restart the beginning is not known: it is not counted. */
  void ended(ConversationId conversation, Instant now) {
    Began began = running.remove(conversation);
    if (began == null) {
      return;
    }
    Duration took = Duration.between(began.at(), now);
    if (took.compareTo(SHORTEST) >= 0) {
      Deque<Talk> talks = recent.computeIfAbsent(began.municipality(), id -> new ArrayDeque<>());
      talks.addLast(new Talk(took.compareTo(LONGEST) < 0 ? took : LONGEST, now));
      if (talks.size() > KEPT) {
        talks.removeFirst();
      }
    }
  }

  /**
   * Seconds until this many talks have made room at a counter of {@code desks} staff members, in
   * whole minutes so that waiting residents are not told another number all the time.
   *
   * @param municipalities those whose residents the same staff help
   */
  Optional<Integer> expectedWaitSeconds(
      Set<MunicipalityId> municipalities, int talksBefore, int desks, Instant now) {
    return desks < 1
        ? Optional.empty()
        : average(municipalities, now)
            .map(average -> average.multipliedBy(talksBefore).dividedBy(desks))
            .filter(wait -> wait.compareTo(LONGEST_TOLD) <= 0)
            .map(wait -> Math.toIntExact(wait.plusSeconds(59).toMinutes() * 60));
  }

  private Optional<Duration> average(Set<MunicipalityId> municipalities, Instant now) {
    List<Duration> talks =
        municipalities.stream()
            .flatMap(id -> recent.getOrDefault(id, new ArrayDeque<>()).stream())
            .filter(talk -> now.isBefore(talk.endedAt().plus(RECENT)))
            .map(Talk::took)
            .toList();
    return talks.size() < ENOUGH
        ? Optional.empty()
        : Optional.of(talks.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(talks.size()));
  }
}
