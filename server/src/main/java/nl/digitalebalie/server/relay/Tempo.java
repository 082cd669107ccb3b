package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.server.relay.ConversationEvent.Side;

/**
 * How often the two may make each other begin anew. Every switch and every new connection costs the
 * other side an offer, media and a locked panel, so none may be asked for in a storm; an honest
 * wish is told later and never lost.
 *
 * @param residentSwitched when the resident switched the channel last
 * @param staffSwitched when the staff member did
 * @param asked when staff were last told to offer a new connection
 * @param wish whether one more is to be told
 * @param otherKeys how often the page came with another key
 */
record Tempo(
    Optional<Instant> residentSwitched,
    Optional<Instant> staffSwitched,
    Optional<Instant> asked,
    Wish wish,
    int otherKeys) {
  /** Longer than an offer and its answer take, and short enough to be waited for. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** Twice the pairs of keys that the gate binds: beyond it nobody can go on anyway. */
  static final int MAX_OTHER_KEYS = 6;

  static final Tempo CALM =
      new Tempo(Optional.empty(), Optional.empty(), Optional.empty(), Wish.NONE, 0);

  /** A wish for a new connection. */
  enum Wish {
    NONE,
    LATER
  }

  boolean maySwitch(Side side, Instant now) {
    return isOver(
        switch (side) {
          case RESIDENT -> residentSwitched;
          case STAFF -> staffSwitched;
        },
        now);
  }

  boolean hasSwitched() {
    return residentSwitched.isPresent() || staffSwitched.isPresent();
  }

  /** The offer that follows it serves whoever wished for a new connection as well. */
  Tempo switched(Side side, Instant now) {
    return switch (side) {
      case RESIDENT -> new Tempo(Optional.of(now), staffSwitched, asked, Wish.NONE, otherKeys);
      case STAFF -> new Tempo(residentSwitched, Optional.of(now), asked, Wish.NONE, otherKeys);
    };
  }

  boolean mayAsk(Instant now) {
    return isOver(asked, now);
  }

  Tempo asked(Instant now) {
    return new Tempo(residentSwitched, staffSwitched, Optional.of(now), Wish.NONE, otherKeys);
  }

  Tempo wished() {
    return new Tempo(residentSwitched, staffSwitched, asked, Wish.LATER, otherKeys);
  }

  /** An offer came meanwhile. */
  Tempo served() {
    return new Tempo(residentSwitched, staffSwitched, asked, Wish.NONE, otherKeys);
  }

  boolean hasTooManyKeys() {
    return otherKeys >= MAX_OTHER_KEYS;
  }

  Tempo otherKey() {
    return new Tempo(residentSwitched, staffSwitched, asked, wish, otherKeys + 1);
  }

  boolean isWished() {
    return wish == Wish.LATER;
  }

  boolean isDue(Instant now) {
    return isWished() && mayAsk(now);
  }

  /** When a wish that waits is told. */
  Stream<Instant> due() {
    return switch (wish) {
      case NONE -> Stream.empty();
      case LATER -> asked.map(at -> at.plus(PAUSE)).stream();
    };
  }

  private static boolean isOver(Optional<Instant> last, Instant now) {
    return last.filter(at -> now.isBefore(at.plus(PAUSE))).isEmpty();
  }
}
