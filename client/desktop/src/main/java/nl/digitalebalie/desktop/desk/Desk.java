package nl.digitalebalie.desktop.desk;

import java.util.Objects;
import java.util.Optional;

/** Everything that is true at this desk now: one immutable value, replaced as a whole. */
public record Desk(
    Access access, Line relay, Line counter, Shift shift, Talk talk, Optional<Notice> notice) {

  public static final Desk EMPTY =
      new Desk(
          new Access.SignedOut(Optional.empty()),
          new Line.Off(),
          new Line.Off(),
          Shift.EMPTY,
          new Talk.Nobody(),
          Optional.empty());

  public Desk {
    Objects.requireNonNull(access);
    Objects.requireNonNull(relay);
    Objects.requireNonNull(counter);
    Objects.requireNonNull(shift);
    Objects.requireNonNull(talk);
    Objects.requireNonNull(notice);
  }

  public Line line(Line.Which which) {
    return switch (which) {
      case RELAY -> relay;
      case COUNTER -> counter;
    };
  }

  /** Whether something waits for the next hundred milliseconds, and not for the next tick. */
  public boolean hurries() {
    return talk.ongoing()
        .filter(ongoing -> ongoing.bond().binding().isEmpty() || ongoing.chat().hurries())
        .isPresent();
  }

  Desk with(Access other) {
    return new Desk(other, relay, counter, shift, talk, notice);
  }

  Desk with(Line.Which which, Line line) {
    return switch (which) {
      case RELAY -> new Desk(access, line, counter, shift, talk, notice);
      case COUNTER -> new Desk(access, relay, line, shift, talk, notice);
    };
  }

  Desk with(Shift other) {
    return new Desk(access, relay, counter, other, talk, notice);
  }

  Desk with(Talk other) {
    return new Desk(access, relay, counter, shift, other, notice);
  }

  Desk with(Optional<Notice> other) {
    return new Desk(access, relay, counter, shift, talk, other);
  }
}
