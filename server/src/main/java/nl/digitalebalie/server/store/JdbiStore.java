package nl.digitalebalie.server.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One writer thread and a few reader threads, all platform threads, each the only owner of its
 * connection. What differs between the databases is in the subclasses.
 */
abstract class JdbiStore implements Store {
  private static final int READERS = 3;

  private final Jdbi jdbi;
  private final ExecutorService writer;
  private final ExecutorService readers;
  private final ThreadLocal<Handle> handles;
  private final List<Handle> opened = new CopyOnWriteArrayList<>();

  JdbiStore(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.writer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-writer").daemon().factory());
    this.readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().name("store-reader-", 1).daemon().factory());
    this.handles = ThreadLocal.withInitial(this::open);
  }

  /**
   * @param root of the scripts in this database's own words
   */
  static void migrate(DataSource source, String root, Set<Tables> parts) {
    migrate(source, root, "common");
    parts.forEach(part -> migrate(source, root, part.folder()));
  }

  private static void migrate(DataSource source, String root, String folder) {
    Flyway.configure(JdbiStore.class.getClassLoader())
        .dataSource(source)
        .table("flyway_" + folder)
        .locations("classpath:" + root + "/" + folder)
        // the other part's tables are there already, or those of before there were two histories
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  /** What every new connection is told. */
  abstract void prepare(Handle handle);

  /** Whether the connection itself is lost, so that the next transaction needs another. */
  abstract boolean isLost(Handle handle);

  /** The database's own code for what it refused, where this is its exception. */
  abstract Optional<String> code(Throwable thrown);

  private Handle open() {
    Handle handle = jdbi.open();
    prepare(handle);
    opened.add(handle);
    return handle;
  }

  @Override
  public <T> Stored<T> write(Transaction<T> transaction) {
    return run(writer, transaction);
  }

  @Override
  public <T> Stored<T> read(Transaction<T> transaction) {
    return run(readers, transaction);
  }

  /** Outside of a transaction, between two of them. */
  <T> Stored<T> between(Function<Handle, T> work) {
    return run(writer, () -> work.apply(handles.get()));
  }

  private <T> Stored<T> run(ExecutorService threads, Transaction<T> transaction) {
    return run(threads, () -> onConnection(transaction));
  }

  private <T> Stored<T> run(ExecutorService threads, Callable<T> work) {
    Future<T> future;
    try {
      future = threads.submit(work);
    } catch (RejectedExecutionException closed) {
      return new Stored.Unavailable<>("STORE_CLOSED");
    }
    try {
      return new Stored.Done<>(future.get());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Stored.Unavailable<>("STORE_INTERRUPTED");
    } catch (ExecutionException failed) {
      return unavailable(failed);
    }
  }

  private <T> T onConnection(Transaction<T> transaction) {
    Handle handle = handles.get();
    try {
      return handle.inTransaction(each -> transaction.run(new JdbiSql(each)));
    } catch (RuntimeException failed) {
      if (isLost(handle)) {
        handles.remove();
        opened.remove(handle);
        closeLost(handle);
      }
      throw failed;
    }
  }

  private static void closeLost(Handle handle) {
    try {
      handle.close();
    } catch (JdbiException lost) {
      // its end was the reason
    }
  }

  /** Only what the database refused is an outcome; anything else is our bug and goes on up. */
  private <T> Stored<T> unavailable(ExecutionException failed) {
    boolean refused = false;
    for (Throwable each = failed; each != null; each = each.getCause()) {
      Optional<String> code = code(each);
      if (code.isPresent()) {
        return new Stored.Unavailable<>(code.get());
      }
      refused |= each instanceof JdbiException || each instanceof SQLException;
    }
    if (refused) {
      return new Stored.Unavailable<>("STORE_REFUSED");
    }
    throw new IllegalStateException("a transaction broke an invariant of ours", failed);
  }

  @Override
  public void close() {
    writer.shutdown();
    readers.shutdown();
    try {
      if (!writer.awaitTermination(10, TimeUnit.SECONDS)
          || !readers.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a transaction did not end within 10 s");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    opened.forEach(JdbiStore::closeLost);
  }
}
