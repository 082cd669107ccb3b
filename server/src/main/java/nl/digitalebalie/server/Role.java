package nl.digitalebalie.server;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import nl.digitalebalie.server.store.Tables;

/** Which parts of the server a process holds. */
public enum Role {
  /** Both, in one process: the server is trusted as a whole. */
  ALL("balie.sqlite", EnumSet.allOf(Tables.class)),
  /** Waiting room, signalling and page; stands in the DMZ and holds no key and no case. */
  RELAY("relay.sqlite", EnumSet.of(Tables.RELAY)),
  /** Staff, identity, gate, cases and audit; stands inside and dials the relay. */
  COUNTER("counter.sqlite", EnumSet.of(Tables.COUNTER));

  private final String database;
  private final Set<Tables> tables;

  Role(String database, Set<Tables> tables) {
    this.database = database;
    this.tables = tables;
  }

  /**
   * @throws IllegalArgumentException for any other word than all, relay and counter
   */
  static Role parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The file in the data directory. */
  String database() {
    return database;
  }

  Set<Tables> tables() {
    return EnumSet.copyOf(tables);
  }

  /** As it is written on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
