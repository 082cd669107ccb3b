package nl.digitalebalie.server.audit;

import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;

/** What a field holds before a test opens its database. */
final class ClosedStore implements Store {
  @Override
  public <T> Stored<T> write(Transaction<T> transaction) {
    return new Stored.Unavailable<>("STORE_CLOSED");
  }

  @Override
  public <T> Stored<T> read(Transaction<T> transaction) {
    return new Stored.Unavailable<>("STORE_CLOSED");
  }

  @Override
  public void close() {}
}
