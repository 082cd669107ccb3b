package nl.digitalebalie.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultSetException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Statements on one connection. */
record JdbiSql(Handle handle) implements Sql {
  /** A parameter; statements have no other colons. */
  private static final Pattern NAME = Pattern.compile(":([a-z]+)");

  @Override
  public int update(String statement, Map<String, ?> parameters) {
    try (var update = bind(handle.createUpdate(statement), parameters)) {
      return update.execute();
    }
  }

  @Override
  public void batch(String statement, List<Map<String, Object>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    // Past Jdbi, whose way of binding costs more than the insert; the audit log lives by this.
    List<String> names = new ArrayList<>();
    String positional =
        NAME.matcher(statement)
            .replaceAll(name -> {
              names.add(name.group(1));
              return "?";
            });
    try (PreparedStatement batch = handle.getConnection().prepareStatement(positional)) {
      for (Map<String, Object> row : rows) {
        int place = 1;
        for (String name : names) {
          batch.setObject(place++, row.get(name));
        }
        batch.addBatch();
      }
      batch.executeBatch();
    } catch (SQLException refused) {
      throw new UnableToExecuteStatementException("a batch was refused", refused, null);
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
        throw new ResultSetException("a column could not be read", failed, null);
      }
    }
  }
}
