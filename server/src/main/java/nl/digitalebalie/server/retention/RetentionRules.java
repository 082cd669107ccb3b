package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.id.PurposeId;

/**
 * How long things are kept.
 *
 * @param byPurpose as the policy says
 * @param otherwise what has no purpose, such as a talk in which nobody said who they are
 */
public record RetentionRules(Map<PurposeId, Period> byPurpose, Period otherwise) {
  /** A period ends at the municipality's midnight-to-midnight days, also over summer time. */
  static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

  public RetentionRules {
    byPurpose = Map.copyOf(byPurpose);
    Objects.requireNonNull(otherwise);
  }

  /** For tables that have one period for all. */
  public static RetentionRules fixed(Period period) {
    return new RetentionRules(Map.of(), period);
  }

  /** For what is tied to no purpose and may not be lost before the longest is over. */
  public RetentionRules ofTheLongest() {
    return fixed(longest());
  }

  boolean isOver(Candidate candidate, Instant now) {
    return !now.isBefore(after(candidate.at(), period(candidate)));
  }

  /** Nothing younger than this can be over. */
  Instant youngest(Instant now) {
    return Stream.concat(byPurpose.values().stream(), Stream.of(otherwise))
        .map(period -> now.atZone(ZONE).minus(period).toInstant())
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  private Period period(Candidate candidate) {
    return candidate.purposes().stream()
        .map(purpose -> Optional.ofNullable(byPurpose.get(purpose)).orElseGet(this::longest))
        .max(Comparator.comparing(RetentionRules::length))
        .orElse(otherwise);
  }

  /**
   * Of a purpose that left the policy nobody knows the period any more: the longest is the safe
   * one.
   */
  private Period longest() {
    return byPurpose.values().stream()
        .max(Comparator.comparing(RetentionRules::length))
        .orElse(otherwise);
  }

  private static Instant length(Period period) {
    return after(Instant.EPOCH, period);
  }

  private static Instant after(Instant at, Period period) {
    return at.atZone(ZONE).plus(period).toInstant();
  }
}
