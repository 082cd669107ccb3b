package nl.digitalebalie.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import nl.digitalebalie.server.limit.ConnectionCaps;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * Jetty, bound and configured: HTTP/1.1 and WebSocket on one port, health on another. What Jetty
 * does not do by itself is in {@link EdgeHandler}, {@link HeaderDeadline} and {@link JettySocket}.
 */
public final class WebServer implements AutoCloseable {
  /** Hardening rows 5 and 6. */
  private static final Duration HEADER_PATIENCE = Duration.ofSeconds(10);

  private static final Duration IDLE = Duration.ofSeconds(30);

  /** Without this a reader of one byte a second holds an answer for ever (slow read). */
  private static final int MIN_RESPONSE_BYTES_PER_SECOND = 1_000;

  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final int MAX_FRAME_BYTES = 64 * 1024;
  private static final int MAX_ADMIN_CONNECTIONS = 50;

  private final HttpSettings settings;
  private final InstantSource clock;
  private final Server server;
  private final ServerConnector publicConnector;
  private final ServerConnector adminConnector;
  private final ScheduledExecutorService timers;
  private final HeaderDeadline deadline;
  private final ConnectionCaps caps;

  /** What is served; known only after the ports are, because links contain them. */
  public record Content(
      URI publicUrl,
      Set<String> origins,
      StaticSite site,
      List<Route> routes,
      List<SocketEndpoint<?>> endpoints,
      List<HealthCheck> checks) {
    public Content {
      origins = Set.copyOf(origins);
      routes = List.copyOf(routes);
      endpoints = List.copyOf(endpoints);
      checks = List.copyOf(checks);
    }
  }

  private WebServer(HttpSettings settings, InstantSource clock, Duration headerPatience) {
    this.settings = settings;
    this.clock = clock;
    this.timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("http-timers").daemon().factory());
    this.deadline = new HeaderDeadline(headerPatience, timers);
    this.caps = new ConnectionCaps(settings.maxConnections(), settings.socketsPerAddress());
    QueuedThreadPool pool = new QueuedThreadPool(64, 4);
    pool.setName("http");
    pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    this.server = new Server(pool);
    this.publicConnector = connector(settings.host(), settings.port(), publicFactories());
    this.adminConnector =
        connector(
            settings.adminHost(),
            settings.adminPort(),
            new ConnectionFactory[] {new HttpConnectionFactory(configuration())});
    server.setConnectors(new ServerConnector[] {publicConnector, adminConnector});
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), publicConnector));
    server.addBean(new NetworkConnectionLimit(MAX_ADMIN_CONNECTIONS, adminConnector));
  }

  /** Binds the ports; nothing is answered before {@link #serve}. */
  public static WebServer bind(HttpSettings settings, InstantSource clock) {
    return bind(settings, clock, HEADER_PATIENCE);
  }

  static WebServer bind(HttpSettings settings, InstantSource clock, Duration headerPatience) {
    WebServer web = new WebServer(settings, clock, headerPatience);
    try {
      web.publicConnector.open();
      web.adminConnector.open();
      return web;
    } catch (IOException taken) {
      web.close();
      throw new UncheckedIOException(
          taken.getMessage()
              + "; stop the program that uses this address, or choose another http.port or"
              + " admin.port",
          taken);
    }
  }

  private ConnectionFactory[] publicFactories() {
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    if (settings.tls().isEmpty()) {
      return new ConnectionFactory[] {http};
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(settings.tls().get());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setIncludeCipherSuites("TLS_AES_.*", "TLS_CHACHA20_.*", "TLS_ECDHE_.*_(GCM|POLY1305)_.*");
    tls.setRenegotiationAllowed(false);
    // No ALPN, so no client gets HTTP/2 and its floods (facts: hardening row 11).
    return new ConnectionFactory[] {new SslConnectionFactory(tls, http.getProtocol()), http};
  }

  private HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
    configuration.setUriCompliance(UriCompliance.RFC3986);
    // RFC 9112 2.2 lets a recipient take a bare LF; where two recipients differ, requests are
    // smuggled.
    configuration.setHttpCompliance(
        HttpCompliance.RFC9110.without(
            "balie",
            HttpCompliance.Violation.LF_HEADER_TERMINATION,
            HttpCompliance.Violation.LF_CHUNK_TERMINATION));
    configuration.setMinResponseDataRate(MIN_RESPONSE_BYTES_PER_SECOND);
    if (settings.tls().isPresent()) {
      // The name in the request need not match the certificate's: proxies and tests use addresses.
      SecureRequestCustomizer secure = new SecureRequestCustomizer();
      secure.setSniHostCheck(false);
      configuration.addCustomizer(secure);
    }
    return configuration;
  }

  private ServerConnector connector(String host, int port, ConnectionFactory[] factories) {
    ServerConnector connector = new ServerConnector(server, 1, 1, factories);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.addBean(deadline);
    return connector;
  }

  public int port() {
    return publicConnector.getLocalPort();
  }

  public int adminPort() {
    return adminConnector.getLocalPort();
  }

  /** Begins to answer. */
  public void serve(Content content) {
    ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
    sockets.setMaxTextMessageSize(MAX_FRAME_BYTES);
    sockets.setMaxFrameSize(MAX_FRAME_BYTES);
    sockets.setMaxBinaryMessageSize(MAX_FRAME_BYTES);
    sockets.setAutoFragment(false);
    sockets.setIdleTimeout(Duration.ofSeconds(60));
    // Ours is the bound; Jetty's stands behind it, with room for pings and the close frame.
    sockets.setMaxOutgoingFrames(JettySocket.MAX_QUEUED_FRAMES + SignalSocket.MAX_BULK_FRAMES + 20);
    EdgeHandler edge =
        new EdgeHandler(settings, content, sockets, adminConnector, deadline, caps, clock, timers);
    for (ServerConnector connector : List.of(publicConnector, adminConnector)) {
      HttpConfiguration configuration =
          connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
      configuration.addCustomizer(edge::customize);
    }
    server.setHandler(edge);
    server.setErrorHandler(edge::answerError);
    try {
      server.start();
    } catch (Exception failed) { // Jetty's own declaration
      throw new IllegalStateException("the web server did not start", failed);
    }
  }

  public int openSockets() {
    return caps.open();
  }

  /** Tells every socket that the server stops (1001), then stops. */
  @Override
  public void close() {
    ServerWebSocketContainer sockets = server.getBean(ServerWebSocketContainer.class);
    if (sockets != null) {
      sockets
          .getOpenSessions()
          .forEach(session ->
              session.close(
                  1001, "the server stops", org.eclipse.jetty.websocket.api.Callback.NOOP));
    }
    try {
      server.stop();
    } catch (Exception failed) { // Jetty's own declaration
      throw new IllegalStateException("the web server did not stop", failed);
    } finally {
      publicConnector.close();
      adminConnector.close();
      timers.shutdownNow();
    }
  }
}
