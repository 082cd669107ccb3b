package nl.digitalebalie.server.store;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * PostgreSQL of this machine (Debian: the package {@code postgresql}) with data of its own, on a
 * free port, under an account that is not root's; one for all tests of a process. Where it is not
 * installed the tests are skipped and say so.
 */
public final class TestPostgres {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "balie";
  private static final String ACCOUNT = "postgres";
  private static final int PATIENCE_SECONDS = 120;
  private static final int TRIES = 3;

  private static Optional<TestPostgres> running = Optional.empty();

  private final Path programs;
  private final Path folder;
  private final int port;
  private int databases;

  private TestPostgres(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** The one of this process; started when first asked for, stopped with the process. */
  public static synchronized TestPostgres running() {
    if (running.isEmpty()) {
      TestPostgres started = create();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
      running = Optional.of(started);
    }
    return running.get();
  }

  private static TestPostgres create() {
    Optional<Path> programs = programs();
    if (programs.isEmpty()) {
      return abort("PostgreSQL is not installed (Debian: apt-get install postgresql)");
    }
    if (isRoot() && !knowsAccount()) {
      return abort("PostgreSQL refuses to run as root, and there is no account " + ACCOUNT);
    }
    Path folder = Path.of(run("mktemp", "-d", "/tmp/balie-postgres-XXXXXX").strip());
    Path data = folder.resolve("data");
    run(
        programs.get().resolve("initdb").toString(),
        "--pgdata=" + data,
        "--username=" + USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    RuntimeException last = new IllegalStateException("never tried");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        TestPostgres server = new TestPostgres(programs.get(), folder, freePort());
        server.start();
        return server;
      } catch (IllegalStateException portTaken) {
        last = portTaken;
      }
    }
    throw last;
  }

  private static Optional<Path> programs() {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean knowsAccount() {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .anyMatch(line -> line.startsWith(ACCOUNT + ":"));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException("no free port", none);
    }
  }

  public void start() {
    run(
        programs.resolve("pg_ctl").toString(),
        "--pgdata=" + folder.resolve("data"),
        "--log=" + folder.resolve("log"),
        "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + folder,
        "--wait",
        "--timeout=" + PATIENCE_SECONDS,
        "start");
  }

  /** Ends all connections and the server, as a restart for maintenance does. */
  public void stop() {
    run(
        programs.resolve("pg_ctl").toString(),
        "--pgdata=" + folder.resolve("data"),
        "--mode=fast",
        "--wait",
        "--timeout=" + PATIENCE_SECONDS,
        "stop");
  }

  private void destroy() {
    try {
      stop();
    } finally {
      run("rm", "-rf", folder.toString());
    }
  }

  /** A new, empty database. */
  public synchronized StoreAddress.Postgres database() {
    String name = "balie_" + databases++;
    execute("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "CREATE DATABASE " + name);
    return new StoreAddress.Postgres(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, Sensitive.of(""));
  }

  /** As the owner of the database, past the store. */
  static void execute(String url, String... statements) {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static String run(String... command) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("runuser", "-u", ACCOUNT, "--"));
    }
    words.addAll(List.of(command));
    try {
      // files, because the server would keep a pipe open after pg_ctl has ended
      Path said = Files.createTempFile("balie-postgres", ".txt");
      Process process =
          new ProcessBuilder(words)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(said);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(command[0] + ": " + text);
      }
      return text;
    } catch (IOException unstartable) {
      throw new IllegalStateException(command[0] + " cannot be started", unstartable);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }
}
