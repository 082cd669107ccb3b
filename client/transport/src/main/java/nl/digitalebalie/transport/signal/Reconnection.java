package nl.digitalebalie.transport.signal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides what follows the end of an attempt. Pure: time and chance are arguments. */
final class Reconnection {
  static final Duration FIRST_DELAY = Duration.ofMillis(250);

  /** The staff member is waiting; a server that was down for an hour is found within this. */
  static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  // Beyond this many doublings the longest delay rules anyway.
  private static final int MAX_DOUBLINGS = 10;

  private Reconnection() {}

  /** How an attempt ended. */
  sealed interface Outcome {
    /** The server answered the upgrade with a status. */
    record Answered(int status) implements Outcome {}

    /** The server closed the connection with a code. */
    record ClosedByServer(int code) implements Outcome {}

    /** No connection, or none any more. */
    record Lost() implements Outcome {}
  }

  /** What to do now. */
  sealed interface Decision {
    record Retry(int attempt, Duration delay) implements Decision {}

    record Stop(SignalState last) implements Decision {}
  }

  /**
   * @param attemptsBefore attempts since the last lasting connection, 0 when it was one
   */
  static Decision after(Outcome outcome, int attemptsBefore, RandomGenerator random) {
    return switch (outcome) {
      case Outcome.Answered(int status) when isFinalStatus(status) ->
          new Decision.Stop(new SignalState.Refused(status));
      case Outcome.ClosedByServer(int code) when isFinalCode(code) ->
          new Decision.Stop(new SignalState.Ended(code));
      case Outcome.Answered ignored -> retry(attemptsBefore + 1, random);
      case Outcome.ClosedByServer ignored -> retry(attemptsBefore + 1, random);
      case Outcome.Lost ignored -> retry(attemptsBefore + 1, random);
    };
  }

  // 408 and 429 ask for patience; every other 4xx says that this request is wrong.
  private static boolean isFinalStatus(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  private static boolean isFinalCode(int code) {
    return switch (code) {
      // 1000 done; the rest: this client did something it will do again, or is no longer wanted.
      case 1000, 1002, 1003, 1007, 1008, 1009, 1010 -> true;
      default -> code >= 4400 && code < 4500;
    };
  }

  /**
   * Doubling, with the whole of the delay left to chance beyond its first quarter: when a server
   * restarts, two thousand clients must not come back in the same second.
   */
  private static Decision retry(int attempt, RandomGenerator random) {
    long doubled = FIRST_DELAY.toMillis() << Math.min(attempt - 1, MAX_DOUBLINGS);
    long most = Math.min(doubled, LONGEST_DELAY.toMillis());
    long least = most / 4;
    return new Decision.Retry(attempt, Duration.ofMillis(random.nextLong(least, most + 1)));
  }
}
