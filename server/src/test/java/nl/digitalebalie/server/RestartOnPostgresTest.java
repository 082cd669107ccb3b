package nl.digitalebalie.server;

import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.TestPostgres;

/** The same talk over the same restart, with PostgreSQL as the database of the whole server. */
class RestartOnPostgresTest extends RestartTest {
  private final StoreAddress.Postgres address = TestPostgres.running().database();

  @Override
  String store() {
    return "store: {url: \"%s\", user: %s, password: unused}\n"
        .formatted(address.url(), address.user());
  }

  @Override
  StoreAddress address() {
    return address;
  }
}
