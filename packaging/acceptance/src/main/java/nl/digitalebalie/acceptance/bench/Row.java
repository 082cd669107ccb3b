package nl.digitalebalie.acceptance.bench;

import java.util.Optional;

/**
 * One line of a benchmark.
 *
 * @param better which way the metric improves; the ratio is oriented so that smaller is better for
 *     us
 */
public record Row(
    String scenario,
    String metric,
    String unit,
    Better better,
    Figures ours,
    Optional<Figures> peer,
    Optional<String> peerName) {

  public enum Better {
    LOWER,
    HIGHER
  }

  public static Row alone(
      String scenario, String metric, String unit, Better better, Figures ours) {
    return new Row(scenario, metric, unit, better, ours, Optional.empty(), Optional.empty());
  }

  /** Medians compared; absent without a peer, or when the divisor is zero. */
  public Optional<Double> ratio() {
    return peer.flatMap(other ->
        switch (better) {
          case LOWER -> divided(ours.median(), other.median());
          case HIGHER -> divided(other.median(), ours.median());
        });
  }

  private static Optional<Double> divided(double upper, double lower) {
    return lower == 0 ? Optional.empty() : Optional.of(upper / lower);
  }
}
