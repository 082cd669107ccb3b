package nl.digitalebalie.desktop;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time that only goes on: the wall clock of a desk is set, by hand or by the network, and a sign of
 * life must not be ahead of its time because of it.
 */
record SteadyClock(Instant beginning, LongSupplier nanoTime, long atBeginning)
    implements InstantSource {

  static SteadyClock begin() {
    return of(Instant.now(), System::nanoTime);
  }

  /**
   * A steady clock.
   *
   * @param nanoTime monotonic
   */
  static SteadyClock of(Instant beginning, LongSupplier nanoTime) {
    return new SteadyClock(beginning, nanoTime, nanoTime.getAsLong());
  }

  @Override
  public Instant instant() {
    return beginning.plusNanos(nanoTime.getAsLong() - atBeginning);
  }
}
