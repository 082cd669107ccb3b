package nl.digitalebalie.rtc.receive;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Asks for a key frame until one comes, and not more often than the sender can make them: a key
 * frame is ten times a normal picture, so asking twice hurts the path that just lost one.
 */
public final class KeyFrameRequests {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private Optional<MonoTime> lastAsked = Optional.empty();
  private boolean wanted;

  /** Something cannot be decoded without a key frame. */
  public void want() {
    wanted = true;
  }

  /** A key frame came. */
  public void satisfied() {
    wanted = false;
  }

  /** Whether to ask now. */
  public Verdict due(MonoTime at) {
    boolean early = lastAsked.map(last -> at.isBefore(last.plus(INTERVAL))).orElse(false);
    if (!wanted || early) {
      return Verdict.WAIT;
    }
    lastAsked = Optional.of(at);
    return Verdict.ASK;
  }

  /** The answer of {@link #due}. */
  public enum Verdict {
    ASK,
    WAIT
  }

  /** When to ask again. */
  public Optional<MonoTime> deadline() {
    return wanted ? lastAsked.map(last -> last.plus(INTERVAL)) : Optional.empty();
  }
}
