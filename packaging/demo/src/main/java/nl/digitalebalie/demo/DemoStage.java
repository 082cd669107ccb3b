package nl.digitalebalie.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
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

  private final Partners partners;
  private final DemoServers servers;
  private final Path clientPolicy;

  private DemoStage(Partners partners, DemoServers servers, Path clientPolicy) {
    this.partners = partners;
    this.servers = servers;
    this.clientPolicy = clientPolicy;
  }

  /** How the server is set up. */
  public enum Form {
    /** Relay, counter part and page from one server. */
    TOGETHER,
    /** Relay, counter part and page from three. */
    APART
  }

  /**
   * How a demonstration is set up.
   *
   * @param home the working copy
   * @param data a folder that may be written; what an earlier demonstration left there is taken up
   * @param firstPort where residents reach the server, or the next free one; 0 for any
   */
  public record Setting(Path home, Path data, int firstPort, Form form) {}

  public static DemoStage start(Setting setting) throws IOException {
    SecureRandom random = new SecureRandom();
    Path data = setting.data().toAbsolutePath();
    Files.createDirectories(data);
    Path example = setting.home().resolve(EXAMPLE);
    Path clientPolicy = data.resolve("client-policy.json");
    DemoKeys keys = DemoKeys.generate(data.resolve("keys"), random);
    Partners partners =
        Partners.start(Partners.Ports.ANY, keys, DemoWorld.load(), InstantSource.system(), random);
    try {
      DemoServers servers =
          switch (setting.form()) {
            case TOGETHER ->
                DemoServers.Together.start(example, data, setting.firstPort(), partners, keys);
            case APART ->
                DemoServers.Apart.start(example, data, setting.firstPort(), partners, keys, random);
          };
      partners.tellOfChanges(servers.addresses().counter(), keys.caseSecret());
      DemoFiles.writeClientPolicy(example, clientPolicy, servers.data(), servers.addresses(), keys);
      return new DemoStage(partners, servers, clientPolicy);
    } catch (IOException | RuntimeException failed) {
      partners.close();
      throw failed;
    }
  }

  /** A walk-in link. */
  public URI link(String municipality, String topic) {
    return URI.create(servers.page() + "/m/" + municipality + "/" + topic);
  }

  /** The servers that the resident's page comes from and talks to; it needs no others. */
  public List<URI> residentsServers() {
    return List.of(servers.page(), servers.addresses().relay());
  }

  public Partners partners() {
    return partners;
  }

  /** The process that holds the audit trail. */
  public Server counter() {
    return servers.counter();
  }

  /** Of the process that holds the audit trail. */
  public Path configFile() {
    return servers.configFile();
  }

  /** With which a receipt can be checked. */
  public Path auditHeadKey() {
    return servers.data().resolve(DemoFiles.AUDIT_HEAD_KEY + ".pub");
  }

  /** The administrator's policy file for the staff client. */
  public Path clientPolicy() {
    return clientPolicy;
  }

  @Override
  public void close() {
    servers.close();
    partners.close();
  }
}
