package nl.digitalebalie.server.store;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * SQLite in WAL mode with {@code synchronous=FULL}: what was committed survives a power cut. Its
 * native calls pin the carriers of virtual threads, hence the store's own threads.
 */
public final class SqliteStore extends JdbiStore {
  private static final int BUSY_MILLIS = 5_000;
  private static final String SCRIPTS = "db";

  private final List<String> more;

  private SqliteStore(Jdbi jdbi, List<String> more) {
    super(jdbi);
    this.more = List.copyOf(more);
  }

  /** Opens or creates the file of a server in one process. */
  public static SqliteStore open(Path file) {
    return open(file, EnumSet.allOf(Tables.class));
  }

  /** Opens or creates the file and brings the tables of these parts up to date. */
  public static SqliteStore open(Path file, Set<Tables> parts) {
    return open(file, parts, List.of());
  }

  /**
   * @param more statements for every connection, after the store's own: limits that tests need
   */
  static SqliteStore open(Path file, Set<Tables> parts, List<String> more) {
    SQLiteDataSource source = new SQLiteDataSource(pragmas());
    source.setUrl(StoreAddress.SQLITE + file.toAbsolutePath());
    migrate(source, SCRIPTS, parts);
    return new SqliteStore(Jdbi.create(source), more);
  }

  private static SQLiteConfig pragmas() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    return config;
  }

  @Override
  void prepare(Handle handle) {
    // The driver's settings lack these two: nothing inside a database file may call code, and a
    // damaged page is an error rather than a wrong answer.
    handle.execute("PRAGMA trusted_schema=OFF");
    handle.execute("PRAGMA cell_size_check=ON");
    // What retention deletes must not stay readable in free pages: a salt is as good as a name.
    handle.execute("PRAGMA secure_delete=ON");
    more.forEach(handle::execute);
  }

  /** The write-ahead log keeps pages as they were until it is written over, which may be never. */
  @Override
  public Stored<Traces> forgetTraces() {
    return between(handle ->
        handle
                    .createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                    .map((columns, context) -> columns.getInt("busy"))
                    .one()
                == 0
            ? Traces.GONE
            : Traces.LEFT);
  }

  @Override
  boolean isLost(Handle handle) {
    return false; // a file does not hang up
  }

  @Override
  Optional<String> code(Throwable thrown) {
    return thrown instanceof SQLiteException sqlite
        ? Optional.of(sqlite.getResultCode().name())
        : Optional.empty();
  }
}
