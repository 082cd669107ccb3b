package nl.digitalebalie.acceptance.bench;

import java.util.List;
import java.util.stream.DoubleStream;

/** Minimum, median and maximum of what was measured. */
public record Figures(double min, double median, double max) {

  /**
   * Summarises a series.
   *
   * @throws IllegalArgumentException when nothing was measured
   */
  public static Figures of(List<Double> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Figures(sorted[0], percentile(sorted, 50), sorted[sorted.length - 1]);
  }

  /** The nearest-rank percentile of sorted values. */
  static double percentile(double[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** The 99th percentile by nearest rank; with fewer than a hundred values it is the maximum. */
  public static double p99(List<Double> measured) {
    return percentile(
        DoubleStream.of(measured.stream().mapToDouble(Double::doubleValue).toArray())
            .sorted()
            .toArray(),
        99);
  }
}
