package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.link.LinkClient;
import nl.digitalebalie.server.link.LinkRefusal;
import nl.digitalebalie.server.link.LinkSecret;
import nl.digitalebalie.server.link.LinkTrust;
import nl.digitalebalie.server.staff.TicketKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The link by TLS, to a relay whose certificate no authority of the world signed. */
class LinkTlsTest {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-characters";

  /** Far above anything on loopback; only a hang reaches it. */
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;
  private final Lines log = new Lines();
  private Path certificate;
  private TestServer relay;

  @BeforeEach
  void start() throws Exception {
    certificate = TestTls.certificate(TestTls.keystore(folder));
    Files.writeString(folder.resolve("link.secret"), SECRET);
    String config = TestServer.CONFIG;
    relay =
        TestServer.start(
            "mode: demo\nadmin: {port: 0}\ncall: {residentGrace: 60s}\nlink: {secret: \"file:link.secret\"}\n"
                + "http: {port: 0, tls: {keystore: tls.p12, password: "
                + TestTls.PASSWORD
                + "}}\n"
                + config.substring(config.indexOf("municipalities:\n")),
            folder,
            Clock.systemUTC(),
            Role.RELAY);
    log.attach();
  }

  @AfterEach
  void stop() {
    log.detach();
    relay.close();
  }

  @Test
  void a_relay_with_a_certificate_of_its_own_is_trusted_by_its_file() throws Exception {
    try (LinkClient link = dialling(LinkTrust.of(certificate))) {
      assertEquals("the link to the relay is up", log.next());
      assertEquals(0, link.figures().refusals(LinkRefusal.UNTRUSTED_CERTIFICATE));
      awaitUp(link);
    }
  }

  @Test
  void another_certificate_is_refused_in_words(@TempDir Path elsewhere) throws Exception {
    Path other = TestTls.certificate(TestTls.keystore(elsewhere));
    try (LinkClient link = dialling(LinkTrust.of(other))) {
      assertEquals(
          "the certificate of https://localhost:"
              + relay.port()
              + " is not trusted: it must be for this name, and signed by one of the certificates"
              + " of link.trust",
          log.next());
      assertTrue(link.figures().refusals(LinkRefusal.UNTRUSTED_CERTIFICATE) > 0);
      assertEquals(HealthCheck.Status.DOWN, link.check().look());
    }
  }

  @Test
  void without_the_file_only_the_authorities_of_java_are_trusted() throws Exception {
    try (LinkClient link = dialling(Optional.empty())) {
      assertTrue(log.next().endsWith("that Java trusts; name another one in link.trust"));
      assertTrue(link.figures().refusals(LinkRefusal.UNTRUSTED_CERTIFICATE) > 0);
      assertEquals(HealthCheck.Status.DOWN, link.check().look());
    }
  }

  private LinkClient dialling(Optional<SSLContext> trust) throws Exception {
    LinkClient link =
        new LinkClient(
            new LinkClient.Settings(
                URI.create("https://localhost:" + relay.port()),
                new LinkSecret(Sensitive.of(SECRET)),
                trust),
            ticketKey(),
            began -> true,
            InstantSource.system(),
            new SecureRandom());
    link.start(event -> {}, (request, kept) -> {});
    return link;
  }

  private static TicketKey ticketKey() {
    byte[] point = Base64.getUrlDecoder().decode(TestKeys.text(TestKeys.OTHER));
    return new TicketKey(coordinate(point, 1), coordinate(point, 33));
  }

  private static String coordinate(byte[] point, int from) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(point, from, from + 32));
  }

  private static void awaitUp(LinkClient link) {
    Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
    while (link.check().look() != HealthCheck.Status.UP) {
      assertTrue(Instant.now().isBefore(end), "the link did not come up in time");
      Thread.onSpinWait();
    }
  }

  /** What the link's client logs. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LinkClient.class);

    void attach() {
      setContext(logger.getLoggerContext());
      start();
      logger.addAppender(this);
    }

    void detach() {
      logger.detachAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }

    String next() throws InterruptedException {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nothing was logged");
      }
      return line;
    }
  }
}
