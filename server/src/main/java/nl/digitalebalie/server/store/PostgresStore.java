package nl.digitalebalie.server.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 15 and later. A commit is confirmed after the server has it on disk, whatever its
 * configuration says of {@code synchronous_commit}; a connection that was lost is replaced at the
 * next transaction.
 */
public final class PostgresStore extends JdbiStore {
  private static final String SCRIPTS = "db/postgresql";

  /** Seconds; a conversation waits behind it. */
  private static final int CONNECT = 5;

  /** Seconds; longer than a lock or a statement may take, so it ends a dead connection only. */
  private static final int SOCKET = 30;

  private static final String LIMITS =
      "-c lock_timeout=5s -c statement_timeout=20s -c idle_in_transaction_session_timeout=20s";
  private static final int ALIVE_SECONDS = 1;

  /** SQLSTATE 08: the connection; 57P0x: the server goes down. */
  private static final String GONE = "08.*|57P0[1-4]";

  private PostgresStore(Jdbi jdbi) {
    super(jdbi);
  }

  /** Brings the tables of these parts up to date; the database must be there. */
  public static PostgresStore open(StoreAddress.Postgres address, Set<Tables> parts) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.user());
    source.setPassword(address.password().reveal());
    source.setConnectTimeout(CONNECT);
    source.setSocketTimeout(SOCKET);
    source.setTcpKeepAlive(true);
    source.setApplicationName("digitale-balie");
    source.setOptions(LIMITS);
    migrate(source, SCRIPTS, parts);
    return new PostgresStore(Jdbi.create(source));
  }

  @Override
  void prepare(Handle handle) {
    handle.execute("SET synchronous_commit TO on");
  }

  @Override
  boolean isLost(Handle handle) {
    try {
      return !handle.getConnection().isValid(ALIVE_SECONDS);
    } catch (SQLException refused) {
      return true;
    }
  }

  @Override
  Optional<String> code(Throwable thrown) {
    return thrown instanceof SQLException refused && refused.getSQLState() != null
        ? Optional.of(
            refused.getSQLState().matches(GONE)
                ? "POSTGRES_GONE"
                : "POSTGRES_" + refused.getSQLState())
        : Optional.empty();
  }
}
