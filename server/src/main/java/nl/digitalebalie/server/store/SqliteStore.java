package nl.digitalebalie.server.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * SQLite in WAL mode with {@code synchronous=FULL}: what was committed survives a power cut. One
 * writer thread and a few reader threads, all platform threads, each the only owner of its
 * connection.
 */
public final class SqliteStore implements Store {
  private static final int BUSY_MILLIS = 5_000;
  private static final int READERS = 3;

  private final Jdbi jdbi;
  private final ExecutorService writer;
  private final ExecutorService readers;
  private final ThreadLocal<Handle> handles;
  private final List<Handle> opened = new java.util.concurrent.CopyOnWriteArrayList<>();

  private SqliteStore(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.writer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-writer").daemon().factory());
    this.readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().name("store-reader-", 1).daemon().factory());
    this.handles = ThreadLocal.withInitial(this::open);
  }

  /** Whose tables a file holds; each part has scripts and a history of its own. */
  public enum Tables {
    RELAY,
    COUNTER;

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Opens or creates the file of a server in one process. */
  public static SqliteStore open(Path file) {
    return open(file, EnumSet.allOf(Tables.class));
  }

  /** Opens or creates the file and brings the tables of these parts up to date. */
  public static SqliteStore open(Path file, Set<Tables> parts) {
    SQLiteDataSource source = new SQLiteDataSource(pragmas());
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    parts.forEach(part -> migrate(source, part));
    return new SqliteStore(Jdbi.create(source));
  }

  private static void migrate(SQLiteDataSource source, Tables part) {
    Flyway.configure(SqliteStore.class.getClassLoader())
        .dataSource(source)
        .table("flyway_" + part.folder())
        .locations("classpath:db/" + part.folder())
        // the other part's tables are there already, or those of before there were two histories
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private static SQLiteConfig pragmas() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    return config;
  }

  private Handle open() {
    Handle handle = jdbi.open();
    // The driver's settings lack these two: nothing inside a database file may call code, and a
    // damaged page is an error rather than a wrong answer.
    handle.execute("PRAGMA trusted_schema=OFF");
    handle.execute("PRAGMA cell_size_check=ON");
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

  private <T> Stored<T> run(ExecutorService threads, Transaction<T> transaction) {
    Future<T> future;
    try {
      future =
          threads.submit(
              () -> handles.get().inTransaction(handle -> transaction.run(new JdbiSql(handle))));
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

  /** Only what the database refused is an outcome; anything else is our bug and goes on up. */
  private static <T> Stored<T> unavailable(ExecutionException failed) {
    boolean refused = false;
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof SQLiteException sqlite) {
        return new Stored.Unavailable<>(sqlite.getResultCode().name());
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
    opened.forEach(Handle::close);
  }

  private record JdbiSql(Handle handle) implements Sql {
    @Override
    public int update(String statement, Map<String, ?> parameters) {
      try (var update = bind(handle.createUpdate(statement), parameters)) {
        return update.execute();
      }
    }

    @Override
    public <T> List<T> rows(String query, Map<String, ?> parameters, RowReader<T> reader) {
      try (var rows = bind(handle.createQuery(query), parameters)) {
        return rows.map((set, context) -> reader.read(new JdbcRow(set))).list();
      }
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Map<String, ?> parameters) {
      parameters.forEach((name, value) ->
          statement.bind(
              name, value instanceof Optional<?> optional ? optional.orElse(null) : value));
      return statement;
    }
  }

  private record JdbcRow(ResultSet set) implements Sql.Row {
    @Override
    public String text(String column) {
      return optionalText(column).orElseThrow(() -> isNull(column));
    }

    @Override
    public Optional<String> optionalText(String column) {
      return get(() -> Optional.ofNullable(set.getString(column)));
    }

    @Override
    public long number(String column) {
      return optionalNumber(column).orElseThrow(() -> isNull(column));
    }

    @Override
    public Optional<Long> optionalNumber(String column) {
      return get(() -> {
        long number = set.getLong(column);
        return set.wasNull() ? Optional.empty() : Optional.of(number);
      });
    }

    @Override
    public byte[] bytes(String column) {
      return get(() -> Optional.ofNullable(set.getBytes(column))).orElseThrow(() -> isNull(column));
    }

    private static IllegalStateException isNull(String column) {
      return new IllegalStateException("the column " + column + " was not expected to be NULL");
    }

    private interface Read<T> {
      T read() throws SQLException;
    }

    private static <T> T get(Read<T> read) {
      try {
        return read.read();
      } catch (SQLException failed) {
        throw new org.jdbi.v3.core.result.ResultSetException(
            "a column could not be read", failed, null);
      }
    }
  }
}
