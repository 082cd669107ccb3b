package nl.digitalebalie.desktop.desk;

import java.util.ArrayList;
import java.util.List;

/** What follows from an event: the next state, and what to do, in order. */
public record Step(Desk next, List<DeskEffect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  static Step to(Desk next, DeskEffect... effects) {
    return new Step(next, List.of(effects));
  }

  /** This step, and after it what {@code then} makes of its state. */
  Step then(java.util.function.Function<Desk, Step> then) {
    Step second = then.apply(next);
    List<DeskEffect> all = new ArrayList<>(effects);
    all.addAll(second.effects);
    return new Step(second.next, all);
  }
}
