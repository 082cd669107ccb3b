package nl.digitalebalie.server.store;

import java.nio.file.Path;
import java.util.Set;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** Which database it is. */
public sealed interface StoreAddress {
  /** A file of this machine. */
  record File(Path file) implements StoreAddress {}

  /**
   * A PostgreSQL server.
   *
   * @param url begins with {@link #POSTGRES} and holds no password
   */
  record Postgres(String url, String user, Sensitive<String> password) implements StoreAddress {}

  String SQLITE = "jdbc:sqlite:";
  String POSTGRES = "jdbc:postgresql:";

  /** Opens the database and brings the tables of these parts up to date. */
  default Store open(Set<Tables> parts) {
    return switch (this) {
      case File(Path file) -> SqliteStore.open(file, parts);
      case Postgres postgres -> PostgresStore.open(postgres, parts);
    };
  }
}
