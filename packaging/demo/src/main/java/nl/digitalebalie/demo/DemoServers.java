package nl.digitalebalie.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.StaticPage;
import nl.digitalebalie.server.Role;
import nl.digitalebalie.server.Server;

/** The real server of a demonstration, in one of its two forms. */
sealed interface DemoServers extends AutoCloseable {
  /** Where residents' links begin. */
  URI page();

  DemoFiles.Addresses addresses();

  /** Holds the audit trail. */
  Server counter();

  /** The folder of the counter part, or of the only process. */
  Path data();

  Path configFile();

  @Override
  void close();

  /** Relay and counter part in one process, which serves the page as well. */
  record Together(Server counter, Path data, Path configFile) implements DemoServers {

    static Together start(Path example, Path data, int firstPort, Partners partners, DemoKeys keys)
        throws IOException {
      Path file = data.resolve("server.yaml");
      DemoFiles.writeServerConfig(
          example, file, data, new DemoFiles.ServerPorts(freePort(firstPort), 0), partners, keys);
      return new Together(Server.start(file), data, file);
    }

    @Override
    public URI page() {
      return counter.publicUrl();
    }

    @Override
    public DemoFiles.Addresses addresses() {
      return new DemoFiles.Addresses(counter.publicUrl(), counter.publicUrl());
    }

    @Override
    public void close() {
      counter.close();
    }
  }

  /** Each part a server of its own, and the page from a third. */
  record Apart(Server relay, Server counter, PartnerServer web, Path data, Path configFile)
      implements DemoServers {
    private static final int SECRET_BYTES = 32;

    static Apart start(
        Path example,
        Path data,
        int firstPort,
        Partners partners,
        DemoKeys keys,
        SecureRandom random)
        throws IOException {
      Path inside = Files.createDirectories(data.resolve("inside"));
      Path outside = Files.createDirectories(data.resolve("outside"));
      Path secret = data.resolve("link.secret");
      writeSecret(secret, random);
      int port = freePort(firstPort);
      URI relayUrl = URI.create("http://localhost:" + (port == 0 ? anyPort() : port));
      Path counterFile = inside.resolve("counter.yaml");
      DemoFiles.writeCounterConfig(example, counterFile, inside, relayUrl, secret, partners, keys);
      Server counter = Server.start(counterFile, Role.COUNTER);
      try {
        return withPage(example, outside, relayUrl, secret, counter, inside, counterFile);
      } catch (IOException | RuntimeException failed) {
        counter.close();
        throw failed;
      }
    }

    private static Apart withPage(
        Path example,
        Path outside,
        URI relayUrl,
        Path secret,
        Server counter,
        Path inside,
        Path counterFile)
        throws IOException {
      Path gateKey = DemoFiles.attestationPublicKey(inside);
      Path relayFile = outside.resolve("relay.yaml");
      Path page = Files.createTempDirectory(outside, "page");
      URI pageUrl = URI.create("http://localhost:" + anyPort());
      DemoFiles.writeRelayConfig(example, relayFile, outside, relayUrl, pageUrl, secret, gateKey);
      Server.writeSite(relayFile, page);
      StaticPage files = StaticPage.of(page);
      PartnerServer web = PartnerServer.start("page", pageUrl.getPort(), _ -> files);
      try {
        return new Apart(Server.start(relayFile, Role.RELAY), counter, web, inside, counterFile);
      } catch (IOException | RuntimeException failed) {
        web.close();
        throw failed;
      }
    }

    /** Kept from one demonstration to the next, as both sides would keep it. */
    private static void writeSecret(Path file, SecureRandom random) throws IOException {
      if (!Files.exists(file)) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
      }
    }

    @Override
    public URI page() {
      return URI.create("http://localhost:" + web.base().getPort());
    }

    @Override
    public DemoFiles.Addresses addresses() {
      return new DemoFiles.Addresses(relay.publicUrl(), counter.publicUrl());
    }

    @Override
    public void close() {
      relay.close();
      counter.close();
      web.close();
    }
  }

  private static int anyPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The first free port from here on; 0 (any) when there is none, or none is asked for. */
  private static int freePort(int first) {
    final int tries = 20;
    for (int port = first; first != 0 && port < first + tries; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    return 0;
  }
}
