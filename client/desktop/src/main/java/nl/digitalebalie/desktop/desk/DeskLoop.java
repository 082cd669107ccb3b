package nl.digitalebalie.desktop.desk;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The owner of the desk's state: takes one event after the other, has the effects done, shows the
 * new state. Belongs to one thread, that of the toolkit; events from elsewhere come through its
 * bridge.
 */
public final class DeskLoop {
  private final DeskRules rules;
  private final InstantSource clock;
  private final Consumer<DeskEffect> edges;
  private final List<Consumer<Desk>> watchers = new ArrayList<>();
  private final ArrayDeque<DeskEvent> waiting = new ArrayDeque<>();
  private Desk desk = Desk.EMPTY;
  private boolean busy;

  public DeskLoop(DeskRules rules, InstantSource clock, Consumer<DeskEffect> edges) {
    this.rules = rules;
    this.clock = clock;
    this.edges = edges;
  }

  /** Whoever shows the desk; called after each event, in the order of watching. */
  public void watch(Consumer<Desk> watcher) {
    watchers.add(watcher);
    watcher.accept(desk);
  }

  public Desk desk() {
    return desk;
  }

  /** Takes in an event; one that arises while another is handled waits its turn. */
  public void on(DeskEvent event) {
    waiting.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (DeskEvent next = waiting.poll(); next != null; next = waiting.poll()) {
        take(next);
      }
    } finally {
      busy = false;
    }
  }

  private void take(DeskEvent event) {
    Step step = rules.on(desk, event, clock.instant());
    boolean changed = !step.next().equals(desk);
    desk = step.next();
    step.effects().forEach(edges);
    if (changed || event instanceof DeskEvent.Ticked) {
      watchers.forEach(watcher -> watcher.accept(desk));
    }
  }
}
