package nl.digitalebalie.rtc;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * One WebRTC session with one remote party. Not thread-safe: owned by one loop.
 *
 * <p>It does no IO: inputs come in with their time, outputs go out, and the return value says when
 * to come back if nothing happens.
 */
public final class RtcSession {
  private final RtcConfig config;
  private final RandomGenerator random;

  public RtcSession(RtcConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /**
   * Feeds one input and delivers every output before it returns.
   *
   * @return when to feed {@link Input.TimePassed} if nothing else happens; empty when there is
   *     nothing to wait for
   */
  public Optional<MonoTime> handle(Input input, Consumer<? super Output> out) {
    throw new IllegalStateException("the engine is not assembled yet: " + config + random);
  }
}
