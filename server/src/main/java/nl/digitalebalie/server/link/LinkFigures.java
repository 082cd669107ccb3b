package nl.digitalebalie.server.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts refusals by reason; no conversation is in it. Thread-safe. */
public final class LinkFigures {
  private final Map<LinkRefusal, LongAdder> refusals = new ConcurrentHashMap<>();
  private final LongAdder resyncs = new LongAdder();

  void refused(LinkRefusal why) {
    refusals.computeIfAbsent(why, reason -> new LongAdder()).increment();
  }

  /** A queue ran over, so the link begins anew with a snapshot. */
  void resynced() {
    resyncs.increment();
  }

  public long refusals(LinkRefusal why) {
    LongAdder count = refusals.get(why);
    return count == null ? 0 : count.sum();
  }

  public long resyncs() {
    return resyncs.sum();
  }
}
