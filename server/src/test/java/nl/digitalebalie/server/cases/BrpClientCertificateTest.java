package nl.digitalebalie.server.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.TestTls;
import nl.digitalebalie.server.policy.RegisterField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that talks to nobody whose certificate it does not know. */
class BrpClientCertificateTest {
  private static final PurposeId CIVIL = new PurposeId("burgerzaken");

  @TempDir Path folder;
  private Path gatewayKeys = Path.of("");
  private Path ourKeys = Path.of("");
  private Optional<HttpsServer> gateway = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    gatewayKeys = TestTls.keystore(Files.createDirectory(folder.resolve("gateway")));
    ourKeys = TestTls.keystore(Files.createDirectory(folder.resolve("ours")));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = gatewayContext();
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters demanding = context.getDefaultSSLParameters();
            demanding.setNeedClientAuth(true);
            parameters.setSSLParameters(demanding);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          byte[] body =
              "{\"personen\":[{\"burgerservicenummer\":\"999993653\",\"leeftijd\":38}]}"
                  .getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    server.start();
    gateway = Optional.of(server);
  }

  @AfterEach
  void stop() {
    gateway.ifPresent(server -> server.stop(0));
  }

  private SSLContext gatewayContext() throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(gatewayKeys)) {
      own.load(in, TestTls.PASSWORD.toCharArray());
    }
    KeyStore ours = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(ourKeys)) {
      ours.load(in, TestTls.PASSWORD.toCharArray());
    }
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("balie", ours.getCertificate("server"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, TestTls.PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private PersonRegister.Answer ask(Optional<PartnerTls.Identity> identity) throws Exception {
    PartnerTls.Result.Usable tls =
        assertInstanceOf(
            PartnerTls.Result.Usable.class,
            PartnerTls.of(identity, Optional.of(TestTls.certificate(gatewayKeys))));
    assertEquals(identity.isPresent(), tls.expires().isPresent());
    BrpSettings settings =
        new BrpSettings(
            URI.create("https://localhost:" + gateway.orElseThrow().getAddress().getPort()),
            Optional.empty(),
            Map.of(),
            Map.of(CIVIL, Map.of()),
            Optional.empty(),
            Optional.of(tls.tls()));
    try (BrpPersons persons = new BrpPersons(settings, Duration.ofSeconds(30))) {
      return persons.read(
          Bsn.parse("999993653").orElseThrow(),
          CIVIL,
          List.of(RegisterField.AGE),
          new CaseSystem.Reader("anna", "Anna"));
    }
  }

  @Test
  void with_our_certificate_the_gateway_answers_and_without_it_does_not() throws Exception {
    PersonRegister.Answer.Found found =
        assertInstanceOf(
            PersonRegister.Answer.Found.class,
            ask(Optional.of(new PartnerTls.Identity(ourKeys, TestTls.PASSWORD))));
    assertEquals(1, found.fields().size());

    assertInstanceOf(PersonRegister.Answer.Unavailable.class, ask(Optional.empty()));
    assertInstanceOf(
        PersonRegister.Answer.Unavailable.class,
        ask(Optional.of(new PartnerTls.Identity(gatewayKeys, TestTls.PASSWORD))),
        "a certificate that it does not know");
  }

  @Test
  void what_cannot_be_used_is_named_without_its_password() throws Exception {
    PartnerTls.Identity wrong = new PartnerTls.Identity(ourKeys, "another");
    assertEquals(
        "clientKeystore",
        assertInstanceOf(
                PartnerTls.Result.Refused.class,
                PartnerTls.of(Optional.of(wrong), Optional.empty()))
            .key());
    assertEquals(
        "trust",
        assertInstanceOf(
                PartnerTls.Result.Refused.class,
                PartnerTls.of(Optional.empty(), Optional.of(ourKeys)))
            .key());
    assertTrue(wrong.toString().endsWith("tls.p12]"));
  }
}
