package nl.digitalebalie.server.relay;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When a municipality's counter is open. Pure: the answer depends on the instant alone. */
public sealed interface OpeningHours {
  /** Wall-clock time of every Dutch municipality in Europe. */
  ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

  State at(Instant now);

  /** Open or closed, and until when. */
  sealed interface State {
    /** {@code closesAt} is empty when it never closes. */
    record Open(Optional<Instant> closesAt) implements State {}

    /** {@code opensAt} is empty when it does not open within {@link Weekly#HORIZON_DAYS}. */
    record Closed(Optional<Instant> opensAt) implements State {}

    default boolean isOpen() {
      return this instanceof Open;
    }

    /** When the state changes next. */
    default Optional<Instant> changesAt() {
      return switch (this) {
        case Open(Optional<Instant> closesAt) -> closesAt;
        case Closed(Optional<Instant> opensAt) -> opensAt;
      };
    }
  }

  /** For demonstrations and for counters that never close. */
  record Always() implements OpeningHours {
    @Override
    public State at(Instant now) {
      return new State.Open(Optional.empty());
    }
  }

  /**
   * Several blocks a day, the same each week, without the closed days.
   *
   * @param blocks by day, in any order; they do not overlap
   */
  record Weekly(Map<DayOfWeek, List<Block>> blocks, Set<LocalDate> closedDays)
      implements OpeningHours {
    /** A summer closure is shorter than this. */
    static final int HORIZON_DAYS = 60;

    public Weekly {
      blocks = Map.copyOf(blocks);
      closedDays = Set.copyOf(closedDays);
    }

    @Override
    public State at(Instant now) {
      LocalDate today = now.atZone(ZONE).toLocalDate();
      // A block never passes midnight, but an instant near it may belong to either day.
      for (Span span : spans(today.minusDays(1))) {
        if (now.isBefore(span.to)) {
          return now.isBefore(span.from)
              ? new State.Closed(Optional.of(span.from))
              : new State.Open(Optional.of(span.to));
        }
      }
      return new State.Closed(Optional.empty());
    }

    /** In order of time; blocks that touch are one span. */
    private List<Span> spans(LocalDate first) {
      List<Span> spans = new ArrayList<>();
      for (int day = 0; day <= HORIZON_DAYS; day++) {
        LocalDate date = first.plusDays(day);
        if (!closedDays.contains(date)) {
          blocks.getOrDefault(date.getDayOfWeek(), List.of()).stream()
              .map(block -> block.on(date))
              .sorted((a, b) -> a.from.compareTo(b.from))
              .forEach(span -> append(spans, span));
        }
      }
      return spans;
    }

    private static void append(List<Span> spans, Span next) {
      if (!spans.isEmpty() && spans.getLast().to.equals(next.from)) {
        Span before = spans.removeLast();
        spans.add(new Span(before.from, next.to));
      } else if (next.from.isBefore(next.to)) {
        spans.add(next);
      }
    }

    private record Span(Instant from, Instant to) {}

    /** Part of one day; {@code to} at 00:00 means midnight at its end. */
    public record Block(LocalTime from, LocalTime to) {
      public Block {
        if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
          throw new IllegalArgumentException("a block ends after it begins");
        }
      }

      /** Written as {@code 09:00-12:30}; {@code 24:00} is midnight at the end of the day. */
      public static Block parse(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
          throw new IllegalArgumentException("a block is two times");
        }
        String end = ends[1].strip();
        return new Block(
            LocalTime.parse(ends[0].strip()),
            end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end));
      }

      /** At a clock change java.time moves a time that does not exist forward. */
      private Span on(LocalDate date) {
        LocalDate endDay = to.equals(LocalTime.MIDNIGHT) ? date.plusDays(1) : date;
        return new Span(
            date.atTime(from).atZone(ZONE).toInstant(), endDay.atTime(to).atZone(ZONE).toInstant());
      }

      public boolean overlaps(Block other) {
        return from.toSecondOfDay() < other.endSecond() && other.from.toSecondOfDay() < endSecond();
      }

      private int endSecond() {
        return to.equals(LocalTime.MIDNIGHT) ? 24 * 60 * 60 : to.toSecondOfDay();
      }
    }
  }
}
