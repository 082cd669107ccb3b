package nl.digitalebalie.desktop.desk;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is true at this desk now: one immutable value, replaced as a whole.
 *
 * @param lastDocument number of the document asked for last; none is used twice, so that what comes
 *     late of one is never taken for another, not even after the panel, the talk or the shift
 */
public record Desk(
    Access access,
    Line relay,
    Line counter,
    Shift shift,
    Talk talk,
    Optional<Notice> notice,
    int lastDocument) {

  public static final Desk EMPTY =
      new Desk(
          new Access.SignedOut(Optional.empty()),
          new Line.Off(),
          new Line.Off(),
          Shift.EMPTY,
          new Talk.Nobody(),
          Optional.empty(),
          0);

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
    return new Desk(other, relay, counter, shift, talk, notice, lastDocument);
  }

  Desk with(Line.Which which, Line line) {
    return switch (which) {
      case RELAY -> new Desk(access, line, counter, shift, talk, notice, lastDocument);
      case COUNTER -> new Desk(access, relay, line, shift, talk, notice, lastDocument);
    };
  }

  Desk with(Shift other) {
    return new Desk(access, relay, counter, other, talk, notice, lastDocument);
  }

  Desk with(Talk other) {
    return new Desk(access, relay, counter, shift, other, notice, lastDocument);
  }

  Desk with(Optional<Notice> other) {
    return new Desk(access, relay, counter, shift, talk, other, lastDocument);
  }

  Desk asking(int document) {
    return new Desk(access, relay, counter, shift, talk, notice, document);
  }

  /** Nothing of the day but the numbers that are used up. */
  Desk emptied() {
    return EMPTY.asking(lastDocument);
  }
}
