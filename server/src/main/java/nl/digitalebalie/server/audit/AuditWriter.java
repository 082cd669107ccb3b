package nl.digitalebalie.server.audit;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one platform thread takes everything that waits, writes it in one transaction and
 * then completes the callers. A hash chain is serial anyway, so one thread loses nothing and sixty
 * conversations share one fsync. The thread owns the chain's tail.
 *
 * <p>Overflow of the queue fails the newest row at once: its effect does not happen.
 */
public final class AuditWriter implements AuditLog, HealthCheck, AutoCloseable {
  /** Beyond this the commit is long enough to be felt by those who wait behind it. */
  static final int MAX_BATCH = 64;

  /** A fraction of what a commit takes on most disks. */
  private static final long GATHER_NANOS = 500_000;

  /** Ten seconds of the heaviest load that is planned for (280 rows a second). */
  static final int MAX_WAITING = 4_096;

  /** The place of our next row is taken, as SQLite and PostgreSQL (unique_violation) say it. */
  private static final Set<String> CONFLICTS =
      Set.of("SQLITE_CONSTRAINT_PRIMARYKEY", "POSTGRES_23505");

  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

  private final String chain;
  private final Store store;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final SecureRandom salts = new SecureRandom();
  private final Thread thread;
  private volatile Status status = Status.UP;
  private volatile Optional<AuditTail> durable = Optional.empty();
  private volatile Run run = Run.RUNNING;

  /** Starts the thread; {@link #close} ends it after what waits is written. */
  public AuditWriter(String chain, Store store) {
    this.chain = chain;
    this.store = store;
    this.thread = Thread.ofPlatform().name("audit-writer").start(this::writeUntilClosed);
  }

  @Override
  public CompletableFuture<Appended> append(AuditEntry entry) {
    CompletableFuture<Appended> done = new CompletableFuture<>();
    AuditDraft draft = AuditDraft.of(chain, entry, salts);
    if (run == Run.CLOSING) {
      done.complete(new Appended.Failed("CLOSED"));
    } else if (!waiting.offer(new Waiting(Optional.of(draft), done))) {
      status = Status.DOWN;
      done.complete(new Appended.Failed("QUEUE_FULL"));
    }
    return done;
  }

  /** Where the chain ends, as this writer left it; empty before its first row. */
  Optional<AuditTail> durable() {
    return durable;
  }

  @Override
  public String name() {
    return "audit-appendable";
  }

  @Override
  public Status look() {
    return thread.isAlive() ? status : Status.DOWN;
  }

  @Override
  public void close() {
    run = Run.CLOSING;
    // wakes the thread when nothing waits; a full queue wakes it anyway
    waiting.offer(new Waiting(Optional.empty(), new CompletableFuture<>()));
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilClosed() {
    Optional<AuditTail> tail = Optional.empty();
    List<Waiting> batch = new ArrayList<>(MAX_BATCH);
    int usual = 1;
    while (run == Run.RUNNING || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException stopped) {
        run = Run.CLOSING;
        continue;
      }
      gather(batch, usual);
      usual = batch.size();
      tail = guarded(tail, batch);
      batch.clear();
    }
  }

  /**
   * Takes what waits. Those whose rows the last commit made durable are on their way back: without
   * a moment for them each commit would be followed by a small one, and everybody would wait for
   * two. Who is alone waits for nobody.
   */
  private void gather(List<Waiting> batch, int usual) {
    waiting.drainTo(batch, MAX_BATCH - batch.size());
    long end = System.nanoTime() + GATHER_NANOS;
    try {
      while (batch.size() < usual) {
        Waiting more = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (more == null) {
          return;
        }
        batch.add(more);
      }
    } catch (InterruptedException stopped) {
      run = Run.CLOSING; // what was taken is still written
    }
  }

  /** The edge of the thread: a bug fails its rows, and must not leave callers waiting for ever. */
  private Optional<AuditTail> guarded(Optional<AuditTail> known, List<Waiting> batch) {
    try {
      return write(known, batch);
    } catch (RuntimeException bug) {
      LOG.error("writing audit rows failed", bug);
      status = Status.DOWN;
      batch.forEach(each -> each.done().complete(new Appended.Failed("INTERNAL")));
      return Optional.empty();
    }
  }

  /** After a failure the tail is unknown, because a commit may have happened: it is read again. */
  private Optional<AuditTail> write(Optional<AuditTail> known, List<Waiting> batch) {
    Stored<List<AuditRow>> stored =
        store.write(sql -> {
          AuditTail tail = known.orElseGet(() -> AuditTable.tail(sql, chain));
          List<AuditRow> rows = new ArrayList<>(batch.size());
          Map<AuditRow, Words> words = new LinkedHashMap<>();
          for (Waiting each : batch) {
            if (each.draft().isPresent()) {
              AuditRow row = each.draft().get().after(tail);
              rows.add(row);
              each.draft().get().words().ifPresent(written -> words.put(row, written));
              tail = row.tail();
            }
          }
          AuditTable.insert(sql, rows);
          words.forEach((row, written) -> Words.insert(sql, row, written));
          return rows;
        });
    return switch (stored) {
      case Stored.Done<List<AuditRow>>(List<AuditRow> rows) -> {
        status = Status.UP;
        Optional<AuditTail> now = rows.isEmpty() ? known : Optional.of(rows.getLast().tail());
        durable = now;
        completeDurable(batch, rows);
        yield now;
      }
      case Stored.Unavailable<List<AuditRow>>(String code)
          when known.isPresent() && CONFLICTS.contains(code) ->
          // a command of the administrator added a row; nothing of ours was committed
          write(Optional.empty(), batch);
      case Stored.Unavailable<List<AuditRow>>(String code) -> {
        status = Status.DOWN;
        batch.forEach(each -> each.done().complete(new Appended.Failed(code)));
        yield Optional.empty();
      }
    };
  }

  private static void completeDurable(List<Waiting> batch, List<AuditRow> rows) {
    int next = 0;
    for (Waiting each : batch) {
      if (each.draft().isPresent()) {
        each.done().complete(new Appended.Durable(rows.get(next).seq()));
        next++;
      }
    }
  }

  private enum Run {
    RUNNING,
    CLOSING
  }

  /**
   * @param draft empty for the word that it is over
   */
  private record Waiting(Optional<AuditDraft> draft, CompletableFuture<Appended> done) {}
}
