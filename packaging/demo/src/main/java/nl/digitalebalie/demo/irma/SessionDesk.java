package nl.digitalebalie.demo.irma;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Keeps the sessions. Like irma server since v0.15 it works on a copy: the callback runs before the
 * new state is stored, so a result fetched inside the callback is the old one, and a time-out is
 * computed on a copy that is never stored, so its callback can come more than once. The
 * compare-and-set lets the first of two writers win.
 */
final class SessionDesk {
  /** A demonstration has a handful; more is a loop somewhere. */
  private static final int MAX_SESSIONS = 1_000;

  private final Map<String, Place> byRequestor = new ConcurrentHashMap<>();
  private final Map<String, Place> byClient = new ConcurrentHashMap<>();
  private final BiConsumer<IrmaSession, Instant> finished;

  /**
   * @param finished called with every session that becomes final, before it is stored
   */
  SessionDesk(BiConsumer<IrmaSession, Instant> finished) {
    this.finished = finished;
  }

  Answer<IrmaSession> add(IrmaSession session) {
    if (byRequestor.size() >= MAX_SESSIONS) {
      return Answer.refused(IrmaFault.UNSUPPORTED, "too many sessions");
    }
    Place place = new Place(session);
    byRequestor.put(session.requestorToken(), place);
    byClient.put(session.clientToken(), place);
    return Answer.given(session);
  }

  Optional<IrmaSession> ofRequestor(String token, Instant now) {
    return current(Optional.ofNullable(byRequestor.get(token)), now);
  }

  Optional<IrmaSession> ofClient(String token, Instant now) {
    return current(Optional.ofNullable(byClient.get(token)), now);
  }

  private Optional<IrmaSession> current(Optional<Place> place, Instant now) {
    return place
        .map(Place::get)
        .filter(session -> !session.forgotten(now))
        .map(stored -> aged(stored, now));
  }

  private IrmaSession aged(IrmaSession stored, Instant now) {
    IrmaSession aged = stored.at(now);
    if (aged.status() != stored.status()) {
      finished.accept(aged, now);
    }
    return aged;
  }

  Answer<IrmaSession> moveOfClient(
      String clientToken, Instant now, Function<IrmaSession, Answer<IrmaSession>> step) {
    return move(Optional.ofNullable(byClient.get(clientToken)), now, step);
  }

  Answer<IrmaSession> moveOfRequestor(
      String requestorToken, Instant now, Function<IrmaSession, Answer<IrmaSession>> step) {
    return move(Optional.ofNullable(byRequestor.get(requestorToken)), now, step);
  }

  private Answer<IrmaSession> move(
      Optional<Place> found, Instant now, Function<IrmaSession, Answer<IrmaSession>> step) {
    if (found.isEmpty() || found.get().get().forgotten(now)) {
      return Answer.refused(IrmaFault.SESSION_UNKNOWN, "");
    }
    Place place = found.get();
    IrmaSession before = place.get();
    return switch (step.apply(aged(before, now))) {
      case Answer.Refused<IrmaSession> refused -> refused;
      case Answer.Given<IrmaSession>(IrmaSession after) -> {
        if (after.status().finished()
            && !before.status().finished()
            && after.status() != IrmaSession.Status.TIMEOUT) {
          finished.accept(after, now);
        }
        yield place.compareAndSet(before, after)
            ? Answer.given(after)
            : Answer.refused(IrmaFault.UNEXPECTED_REQUEST, "the session changed meanwhile");
      }
    };
  }

  /**
   * Repeats time-outs and forgets what is old, as the cleaner of irma server does every ten
   * seconds.
   */
  void sweep(Instant now) {
    for (Place place : byRequestor.values()) {
      IrmaSession session = place.get();
      if (session.forgotten(now)) {
        byRequestor.remove(session.requestorToken());
        byClient.remove(session.clientToken());
      } else {
        aged(session, now);
      }
    }
  }

  /**
   * Holds the stored state of one session; a lock is enough because nothing slow happens inside it.
   */
  private static final class Place {
    private IrmaSession stored;

    Place(IrmaSession first) {
      this.stored = first;
    }

    synchronized IrmaSession get() {
      return stored;
    }

    synchronized boolean compareAndSet(IrmaSession expected, IrmaSession next) {
      boolean unchanged = stored == expected;
      if (unchanged) {
        stored = next;
      }
      return unchanged;
    }
  }
}
