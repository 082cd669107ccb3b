package nl.digitalebalie.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.counter.StartFailure;
import nl.digitalebalie.server.store.StoreAddress;

/**
 * The running server as another process embeds it: started by its configuration file, stopped by
 * closing.
 */
public final class Server implements AutoCloseable {
  private final Wiring wiring;
  private final StoreAddress store;

  private Server(Wiring wiring, StoreAddress store) {
    this.wiring = wiring;
    this.store = store;
  }

  /**
   * Starts the server with a configuration file.
   *
   * @throws IOException when the file has errors (the message is the table of findings) or
   *     something does not start
   */
  public static Server start(Path file) throws IOException {
    return start(file, Role.ALL);
  }

  /**
   * Starts one part of a server in two processes, or both parts in one.
   *
   * @throws IOException as above
   */
  public static Server start(Path file, Role role) throws IOException {
    Clock clock = Clock.systemUTC();
    Findings findings = new Findings();
    ServerConfig config =
        ServerConfig.read(
            ConfigSection.ofFile(file, findings, name -> Optional.ofNullable(System.getenv(name))),
            role,
            ServerConfig.Overrides.none(),
            clock.instant());
    config.root().refuseUnknownKeys();
    Ports.judge(config, Finding.Grade.ERROR);
    if (!findings.usable()) {
      throw new IOException(findings.table());
    }
    try {
      return new Server(Wiring.start(config, clock, new SecureRandom()), config.store());
    } catch (StartFailure failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /**
   * Writes the resident's page for a web server of a third place, as {@code ./balie site} does.
   *
   * @throws IOException when the file has errors or the folder cannot be written
   */
  public static void writeSite(Path file, Path out) throws IOException {
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofFile(file, findings, name -> Optional.ofNullable(System.getenv(name)));
    switch (SiteCommand.run(root, out)) {
      case SiteCommand.Written _ -> {
        // as asked
      }
      case SiteCommand.Refused(String sentence) ->
          throw new IOException(findings.table() + sentence);
    }
  }

  public URI publicUrl() {
    return wiring.publicUrl();
  }

  public int adminPort() {
    return wiring.adminPort();
  }

  /** The database; the audit trail is in it, unless this is a relay. */
  public StoreAddress store() {
    return store;
  }

  @Override
  public void close() {
    wiring.close();
  }
}
