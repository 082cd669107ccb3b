package nl.digitalebalie.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Store.Traces;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys what is over, once a day and at the start, on a thread of its own. */
public final class Retention implements AutoCloseable {
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int PAGE = 500;

  /** Destroyed in one run and table; the rest goes the next day. */
  static final int MOST = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final Store store;
  private final List<Expiring> tables;
  private final Announcement announcement;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("retention").daemon().factory());

  /** Says what is about to go, so that nothing goes unsaid. */
  public interface Announcement {
    /**
     * Blocks until it is said for good.
     *
     * @param counts rows by the name of their table
     */
    Said say(Map<String, Integer> counts);
  }

  /** Whether it was said. */
  public enum Said {
    DURABLY,
    /** Then nothing is destroyed. */
    NOT,
    /** Nothing is destroyed before somebody confirms the date. */
    DATE_IN_DOUBT
  }

  public Retention(
      Store store, List<Expiring> tables, Announcement announcement, InstantSource clock) {
    this.store = store;
    this.tables = List.copyOf(tables);
    this.announcement = announcement;
    this.clock = clock;
  }

  /**
   * Begins.
   *
   * @param daily done before each run
   */
  public Retention started(Runnable daily) {
    thread.scheduleWithFixedDelay(() -> guarded(daily), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** The edge of the thread: a bug must be seen, and must not end the daily runs. */
  private void guarded(Runnable daily) {
    try {
      daily.run();
      run(clock.instant());
    } catch (RuntimeException bug) {
      LOG.error("destroying what is over failed", bug);
    }
  }

  /** How many rows went, by the name of their table. */
  Map<String, Integer> run(Instant now) {
    RetentionPlan plan = plan(now);
    if (plan.isEmpty()) {
      return Map.of();
    }
    return switch (announcement.say(plan.counts())) {
      case DURABLY -> destroy(plan);
      case NOT -> nothing("it could not be said in the audit log");
      case DATE_IN_DOUBT -> nothing("the date is in doubt");
    };
  }

  private static Map<String, Integer> nothing(String why) {
    LOG.warn("what is over stays another day: {}", why);
    return Map.of();
  }

  private Map<String, Integer> destroy(RetentionPlan plan) {
    Map<String, Integer> gone = new LinkedHashMap<>();
    plan.over().forEach((table, all) -> gone.put(table.name(), destroy(table, all)));
    LOG.info("destroyed what was kept long enough: {}", gone);
    if (value(store.forgetTraces(), Traces.LEFT) == Traces.LEFT) {
      LOG.warn("traces of it stay in a file of the database until the next run");
    }
    return gone;
  }

  private RetentionPlan plan(Instant now) {
    Map<Expiring, List<Candidate>> over = new LinkedHashMap<>();
    for (Expiring table : tables) {
      List<Candidate> gone = over(table, now);
      if (!gone.isEmpty()) {
        over.put(table, gone);
      }
    }
    return new RetentionPlan(over);
  }

  /** Looks at every row that may be over: old ones with a long period hide none behind them. */
  private List<Candidate> over(Expiring table, Instant now) {
    List<Candidate> over = new ArrayList<>();
    Instant younger = table.rules().youngest(now);
    List<Candidate> page = page(table, younger, Candidate.FRONT);
    while (!page.isEmpty() && over.size() < MOST) {
      page.stream().filter(each -> table.rules().isOver(each, now)).forEach(over::add);
      page = page.size() < PAGE ? List.of() : page(table, younger, page.getLast());
    }
    return over;
  }

  private List<Candidate> page(Expiring table, Instant younger, Candidate last) {
    return value(store.read(sql -> table.candidates(sql, younger, last, PAGE)), List.of());
  }

  private int destroy(Expiring table, List<Candidate> all) {
    int gone = 0;
    for (int from = 0; from < all.size(); from += PAGE) {
      List<Candidate> some = all.subList(from, Math.min(all.size(), from + PAGE));
      gone += value(store.write(sql -> destroy(sql, table, some)), 0);
    }
    return gone;
  }

  private static int destroy(Sql sql, Expiring table, List<Candidate> some) {
    return some.stream().mapToInt(each -> table.destroy(sql, each)).sum();
  }

  private static <T> T value(Stored<T> stored, T otherwise) {
    return stored.fold(
        found -> found,
        code -> {
          LOG.warn("what is over stays another day: {}", code);
          return otherwise;
        });
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
