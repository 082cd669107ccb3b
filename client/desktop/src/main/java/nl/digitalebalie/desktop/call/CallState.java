package nl.digitalebalie.desktop.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.MediaState.Device;
import nl.digitalebalie.protocol.signal.Presence;

/**
 * The call of one conversation.
 *
 * @param epoch of the newest offer; answers to older ones are stale
 * @param failures epochs that failed in a row
 * @param resident what the resident's side sends
 * @param lastMediaAt when media was last seen to arrive
 */
public record CallState(
    int epoch,
    Phase phase,
    int failures,
    Controls controls,
    MediaState resident,
    Presence presence,
    Optional<CallStats> stats,
    Instant lastMediaAt) {

  /** Longer than one missing once-a-second measurement, shorter than the gate's grace time. */
  static final Duration STALL_AFTER = Duration.ofSeconds(3);

  /** After so many failed epochs in a row a person decides whether to try again. */
  static final int MAX_FAILURES = 3;

  public CallState {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(controls);
    Objects.requireNonNull(resident);
    Objects.requireNonNull(presence);
    Objects.requireNonNull(stats);
    Objects.requireNonNull(lastMediaAt);
  }

  /** A call that begins with this epoch. */
  public static CallState begin(
      int epoch, Controls controls, MediaState resident, Presence presence, Instant now) {
    return new CallState(
        epoch, new Phase.Offering(), 0, controls, resident, presence, Optional.empty(), now);
  }

  /** The same conversation on its next epoch. */
  public CallState nextEpoch(int next, Instant now) {
    return new CallState(
        next, new Phase.Offering(), failures, controls, resident, presence, stats, now);
  }

  /** What follows from the engine's news; news of another epoch changes nothing. */
  public CallState on(CallNews news, Instant now) {
    return switch (news) {
      case CallNews.Offered(int of, _) -> of == epoch ? in(new Phase.Connecting()) : this;
      case CallNews.Secured(int of) -> of == epoch ? secured() : this;
      case CallNews.FirstPicture(int of) -> of == epoch ? flowing(now) : this;
      case CallNews.ConnectionFailed(int of, CallFault fault) ->
          of == epoch && !isUnsafe() ? failed(fault) : this;
      case CallNews.DeviceFailed(var trouble) -> with(controls.with(trouble));
      case CallNews.Measured(CallStats newer) -> measured(newer, now);
      case CallNews.CandidateFound _, CallNews.CandidatesFinished _, CallNews.RemoteLeft _ -> this;
    };
  }

  /** Whether media arrives now; the heartbeat says it to the gate. */
  public boolean flows(Instant now) {
    return phase instanceof Phase.Flowing
        && Duration.between(lastMediaAt, now).compareTo(STALL_AFTER) < 0;
  }

  /**
   * Whether the resident has microphone and camera switched off, so that nothing arrives over a
   * connection that is well.
   */
  public boolean sendsNothing() {
    return resident.camera() != Device.ON && resident.microphone() != Device.ON;
  }

  /**
   * Whether a new epoch is tried without asking. Never after a wrong certificate: a person must
   * know that somebody may be in between.
   */
  public boolean retriesByItself() {
    return phase instanceof Phase.Failed(CallFault fault)
        && fault.kind() != CallFault.Kind.SECURITY
        && fault.kind() != CallFault.Kind.COUNTER
        && fault.kind() != CallFault.Kind.RESTLESS
        && failures < MAX_FAILURES;
  }

  public CallState with(Controls other) {
    return new CallState(epoch, phase, failures, other, resident, presence, stats, lastMediaAt);
  }

  public CallState with(MediaState other) {
    return new CallState(epoch, phase, failures, controls, other, presence, stats, lastMediaAt);
  }

  public CallState with(Presence other) {
    return new CallState(epoch, phase, failures, controls, resident, other, stats, lastMediaAt);
  }

  /** A person asked to try again: the count of failures starts over. */
  public CallState forgiven() {
    return new CallState(epoch, phase, 0, controls, resident, presence, stats, lastMediaAt);
  }

  /** What was found unsafe is not covered up by the engine that then waits in vain. */
  private boolean isUnsafe() {
    return phase instanceof Phase.Failed(CallFault fault)
        && fault.kind() == CallFault.Kind.SECURITY;
  }

  /** Without media: the two reach each other by messages. */
  public CallState reached() {
    return new CallState(
        epoch, new Phase.Flowing(), 0, controls, resident, presence, Optional.empty(), lastMediaAt);
  }

  private CallState in(Phase other) {
    return new CallState(epoch, other, failures, controls, resident, presence, stats, lastMediaAt);
  }

  private CallState flowing(Instant now) {
    return new CallState(epoch, new Phase.Flowing(), 0, controls, resident, presence, stats, now);
  }

  /** Connected, but nothing arrived yet: the gate is not told of media before there is any. */
  private CallState secured() {
    return new CallState(
        epoch, new Phase.Flowing(), 0, controls, resident, presence, stats, Instant.EPOCH);
  }

  private CallState failed(CallFault fault) {
    return new CallState(
        epoch,
        new Phase.Failed(fault),
        failures + 1,
        controls,
        resident,
        presence,
        stats,
        lastMediaAt);
  }

  private CallState measured(CallStats newer, Instant now) {
    long decodedBefore = stats.map(CallStats::framesDecoded).orElse(0L);
    boolean arrives = newer.bitsPerSecondIn() > 0 || newer.framesDecoded() > decodedBefore;
    return new CallState(
        epoch,
        phase,
        failures,
        controls,
        resident,
        presence,
        Optional.of(newer),
        arrives ? now : lastMediaAt);
  }

  /** How far the connection is. */
  public sealed interface Phase {
    record Offering() implements Phase {}

    record Connecting() implements Phase {}

    record Flowing() implements Phase {}

    record Failed(CallFault fault) implements Phase {}
  }
}
