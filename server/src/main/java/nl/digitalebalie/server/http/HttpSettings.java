package nl.digitalebalie.server.http;

import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Where and how the server listens.
 *
 * @param port 0 takes any free port
 * @param tls made from keys that were checked; empty is plain HTTP
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 */
public record HttpSettings(
    String host,
    int port,
    String adminHost,
    int adminPort,
    Optional<SSLContext> tls,
    Set<String> trustedProxies,
    int maxConnections,
    int socketsPerAddress) {
  public HttpSettings {
    trustedProxies = Set.copyOf(trustedProxies);
  }
}
