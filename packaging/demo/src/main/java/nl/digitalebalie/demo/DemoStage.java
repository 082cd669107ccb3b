package nl.digitalebalie.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.server.Server;

/**
 * Everything of a demonstration but its people: partners and the real server, running in this
 * process, with their files in one folder. Only the addresses and keys in those files differ from a
 * real installation.
 */
public final class DemoStage implements AutoCloseable {
  /** Relative to the working copy: the example configuration that the demonstration runs on. */
  private static final Path EXAMPLE = Path.of("packaging", "config", "balie-example.yaml");

  private static final int PORTS_TO_TRY = 20;

  private final Partners partners;
  private final Server server;
  private final Path configFile;
  private final Path clientPolicy;

  private DemoStage(Partners partners, Server server, Path configFile, Path clientPolicy) {
    this.partners = partners;
    this.server = server;
    this.configFile = configFile;
    this.clientPolicy = clientPolicy;
  }

  /**
   * How a demonstration is set up.
   *
   * @param home the working copy
   * @param data a folder that may be written; what an earlier demonstration left there is taken up
   * @param firstPort where residents reach the server, or the next free one; 0 for any
   */
  public record Setting(Path home, Path data, int firstPort) {}

  public static DemoStage start(Setting setting) throws IOException {
    SecureRandom random = new SecureRandom();
    Path data = setting.data().toAbsolutePath();
    Files.createDirectories(data);
    Path example = setting.home().resolve(EXAMPLE);
    Path configFile = data.resolve("server.yaml");
    Path clientPolicy = data.resolve("client-policy.json");
    DemoKeys keys = DemoKeys.generate(data.resolve("keys"), random);
    Partners partners =
        Partners.start(Partners.Ports.ANY, keys, DemoWorld.load(), InstantSource.system(), random);
    try {
      DemoFiles.writeServerConfig(
          example,
          configFile,
          data,
          new DemoFiles.ServerPorts(freePort(setting.firstPort()), 0),
          partners,
          keys);
      Server server = Server.start(configFile);
      DemoFiles.writeClientPolicy(example, clientPolicy, data, server.publicUrl().toString(), keys);
      return new DemoStage(partners, server, configFile, clientPolicy);
    } catch (IOException | RuntimeException failed) {
      partners.close();
      throw failed;
    }
  }

  private static int freePort(int first) throws IOException {
    for (int port = first; first != 0 && port < first + PORTS_TO_TRY; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    return 0;
  }

  /** A walk-in link. */
  public URI link(String municipality, String topic) {
    return URI.create(server.publicUrl() + "/m/" + municipality + "/" + topic);
  }

  public Partners partners() {
    return partners;
  }

  public Server server() {
    return server;
  }

  public Path configFile() {
    return configFile;
  }

  /** The administrator's policy file for the staff client. */
  public Path clientPolicy() {
    return clientPolicy;
  }

  @Override
  public void close() {
    server.close();
    partners.close();
  }
}
