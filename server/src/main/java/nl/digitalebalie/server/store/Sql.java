package nl.digitalebalie.server.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements within one transaction. Parameters are named {@code :name}; a value is a String, a
 * Long, an Integer, a byte array, or an Optional of one of these (empty is NULL). Statements stay
 * within what SQLite 3.35 and PostgreSQL 15 share.
 */
public interface Sql {
  /** The number of rows that changed. */
  int update(String statement, Map<String, ?> parameters);

  /** One statement for many rows, which all have a value for each of its parameters. */
  void batch(String statement, List<Map<String, Object>> rows);

  /** Also for {@code INSERT … RETURNING}. */
  <T> List<T> rows(String query, Map<String, ?> parameters, RowReader<T> reader);

  /** Makes a value of one row. */
  interface RowReader<T> {
    T read(Row row);
  }

  /** One row; a column that is NULL is empty. Asking for a value that is NULL is our bug. */
  interface Row {
    String text(String column);

    Optional<String> optionalText(String column);

    long number(String column);

    Optional<Long> optionalNumber(String column);

    byte[] bytes(String column);
  }
}
