package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one event: the next state, what to do, and when to come back if nothing happens.
 */
record Step(CounterState next, List<Effect> effects, Optional<Instant> wakeUp) {
  Step {
    effects = List.copyOf(effects);
  }
}
