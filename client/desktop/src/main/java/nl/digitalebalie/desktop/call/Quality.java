package nl.digitalebalie.desktop.call;

import java.time.Duration;
import java.time.Instant;
import nl.digitalebalie.desktop.call.engine.CallStats;

/** The connection in one word. */
public enum Quality {
  CONNECTING,
  GOOD,
  FAIR,
  POOR,
  GONE,
  FAILED;

  /**
   * ITU-T G.114: up to 150 ms one way does not disturb a talk; beyond 400 ms it is unacceptable.
   */
  private static final Duration FAIR_ROUND_TRIP = Duration.ofMillis(300);

  private static final Duration POOR_ROUND_TRIP = Duration.ofMillis(800);
  private static final double FAIR_LOSS = 0.03;
  private static final double POOR_LOSS = 0.10;

  public static Quality of(CallState call, Instant now) {
    return switch (call.phase()) {
      case CallState.Phase.Offering _, CallState.Phase.Connecting _ -> CONNECTING;
      case CallState.Phase.Failed _ -> FAILED;
      case CallState.Phase.Flowing _ ->
          call.flows(now) || call.sendsNothing()
              ? call.stats().map(Quality::of).orElse(GOOD)
              : GONE;
    };
  }

  private static Quality of(CallStats stats) {
    double loss = Math.max(stats.lossIn(), stats.lossOut());
    Duration roundTrip = stats.roundTrip().orElse(Duration.ZERO);
    if (loss >= POOR_LOSS || roundTrip.compareTo(POOR_ROUND_TRIP) >= 0) {
      return POOR;
    }
    return loss >= FAIR_LOSS || roundTrip.compareTo(FAIR_ROUND_TRIP) >= 0 ? FAIR : GOOD;
  }
}
