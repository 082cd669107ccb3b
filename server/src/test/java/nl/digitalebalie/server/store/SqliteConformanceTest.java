package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

class SqliteConformanceTest extends StoreConformance {
  @TempDir private Path folder;
  private int files;

  @Override
  StoreAddress empty() {
    return new StoreAddress.File(folder.resolve("balie-" + files++ + ".sqlite"));
  }

  @Override
  void tamper(StoreAddress address, String... statements) {
    Path file = assertInstanceOf(StoreAddress.File.class, address).file();
    try (Connection connection = DriverManager.getConnection(StoreAddress.SQLITE + file);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER audit_keeps_its_rows");
      statement.execute("DROP TRIGGER audit_rows_stay_as_written");
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
