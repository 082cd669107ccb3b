package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS of the public port as a peer meets it. Old versions and suites are offered by hand-made
 * greetings, because the JDK's own client would not even send them.
 */
class TlsTest {
  private static final int SOCKET_PATIENCE_MILLIS = 30_000;
  private static final int HANDSHAKE = 22; // RFC 8446 5.1
  private static final int ALERT = 21;

  @TempDir private static Path folder;
  private static TestServer server;
  private static SSLContext client;

  @BeforeAll
  static void start() throws Exception {
    Path keystore = TestTls.keystore(folder);
    client = TestTls.trusting(keystore);
    server =
        TestServer.start(
            TestServer.CONFIG.replace(
                "http: {port: 0}",
                "http: {port: 0, tls: {keystore: tls.p12, password: " + TestTls.PASSWORD + "}}"),
            folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(SOCKET_PATIENCE_MILLIS);
    return socket;
  }

  private static SSLSocket secure() throws IOException {
    return (SSLSocket)
        client.getSocketFactory().createSocket(connect(), "localhost", server.port(), true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256"
      })
  void tls_1_3_is_spoken(String suite) throws IOException {
    try (SSLSocket socket = secure()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      assertEquals("TLSv1.3", socket.getSession().getProtocol());
      assertEquals(suite, socket.getSession().getCipherSuite());
    }
  }

  @Test
  void the_newest_version_is_chosen_and_never_http_2() throws IOException {
    try (SSLSocket socket = secure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals("TLSv1.3", socket.getSession().getProtocol());
      assertFalse("h2".equals(socket.getApplicationProtocol()));
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0x0303, 0xC02F, ECDHE with AES-128-GCM",
    "0x0303, 0xC030, ECDHE with AES-256-GCM",
    "0x0303, 0xCCA8, ECDHE with ChaCha20-Poly1305",
  })
  void tls_1_2_is_spoken_with_fresh_keys_and_authenticated_encryption(
      int version, int suite, String name) throws IOException {
    assertEquals(
        new Answer(HANDSHAKE, "version 0x0303 suite 0x%04X".formatted(suite)),
        greet(version, suite));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0x0303, 0xC013, TLS 1.2 ECDHE with AES-128-CBC-SHA",
    "0x0303, 0xC014, TLS 1.2 ECDHE with AES-256-CBC-SHA",
    "0x0303, 0xC027, TLS 1.2 ECDHE with AES-128-CBC-SHA256",
    "0x0303, 0xC028, TLS 1.2 ECDHE with AES-256-CBC-SHA384",
    "0x0303, 0x009C, TLS 1.2 RSA key transport with AES-128-GCM",
    "0x0303, 0x002F, TLS 1.2 RSA key transport with AES-128-CBC",
    "0x0303, 0x009E, TLS 1.2 DHE with AES-128-GCM",
    "0x0303, 0xC018, TLS 1.2 anonymous ECDH",
    "0x0303, 0xC010, TLS 1.2 ECDHE without encryption",
    "0x0302, 0xC013, TLS 1.1",
    "0x0301, 0xC013, TLS 1.0",
    "0x0300, 0xC013, SSL 3",
    "0x0302, 0xC02F, TLS 1.1 that names a suite of TLS 1.2"
  })
  void everything_older_or_weaker_is_refused(int version, int suite, String name)
      throws IOException {
    assertEquals(ALERT, greet(version, suite).record(), name);
  }

  @Test
  void plain_http_on_the_port_of_tls_gets_no_page() throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertFalse(answer.contains("HTTP/1.1 200"), answer);
      assertFalse(answer.contains("<html"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/api/site", "/%2e%2e/secret"})
  void browsers_are_told_to_come_back_by_tls_only(String path) throws IOException {
    String answer = securely(path);
    assertTrue(answer.startsWith("HTTP/1.1 "), answer);
    assertTrue(answer.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"), answer);
    assertTrue(answer.contains("connect-src 'self' wss://localhost:" + server.port()), answer);
  }

  @Test
  void without_tls_they_are_not(@TempDir Path data) {
    try (TestServer plain = TestServer.start(data)) {
      for (String path : new String[] {"/", "/nothing", "/api/site"}) {
        assertTrue(
            plain.get(path).headers().firstValue("Strict-Transport-Security").isEmpty(), path);
      }
    }
  }

  private static String securely(String path) throws IOException {
    try (SSLSocket socket = secure()) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  // A greeting by hand

  /** The type of the first record that comes back, and what it chose. */
  private record Answer(int record, String chosen) {}

  private static Answer greet(int version, int suite) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(greeting(version, suite));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int record = in.readUnsignedByte();
      in.skipNBytes(2 + 2); // version and length of the record
      if (record != HANDSHAKE) {
        return new Answer(record, "level " + in.readByte() + " description " + in.readByte());
      }
      in.skipNBytes(1 + 3); // server_hello and its length
      int chosen = in.readUnsignedShort();
      in.skipNBytes(32); // random
      in.skipNBytes(in.readUnsignedByte()); // session
      return new Answer(
          record, "version 0x%04X suite 0x%04X".formatted(chosen, in.readUnsignedShort()));
    }
  }

  /** RFC 5246 7.4.1.2: a client_hello that offers this version and this one suite. */
  private static byte[] greeting(int version, int suite) throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(hello);
    out.writeShort(version);
    out.write(new byte[32]); // random
    out.writeByte(0); // no session
    out.writeShort(4);
    out.writeShort(suite);
    out.writeShort(0x00FF); // RFC 5746 3.3: renegotiation is safe
    out.writeShort(0x0100); // no compression
    byte[] extensions = extensions();
    out.writeShort(extensions.length);
    out.write(extensions);

    ByteArrayOutputStream record = new ByteArrayOutputStream();
    DataOutputStream framed = new DataOutputStream(record);
    framed.writeByte(HANDSHAKE);
    framed.writeShort(0x0301);
    framed.writeShort(hello.size() + 4);
    framed.writeInt(0x01000000 | hello.size()); // client_hello
    framed.write(hello.toByteArray());
    return record.toByteArray();
  }

  private static byte[] extensions() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    shorts(out, 10, 0x0017, 0x0018, 0x001D, 0x0100); // groups: P-256, P-384, X25519, ffdhe2048
    out.writeInt(0x000B0002); // points
    out.writeShort(0x0100); // uncompressed
    shorts(out, 13, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0403, 0x0201); // signatures
    out.writeInt(0x00170000); // RFC 7627: extended master secret
    return bytes.toByteArray();
  }

  private static void shorts(DataOutputStream out, int extension, int... values)
      throws IOException {
    out.writeShort(extension);
    out.writeShort(2 * values.length + 2);
    out.writeShort(2 * values.length);
    for (int value : values) {
      out.writeShort(value);
    }
  }
}
