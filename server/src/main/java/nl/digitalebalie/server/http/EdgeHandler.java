package nl.digitalebalie.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.server.limit.ConnectionCaps;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request passes here: sockets, then routes, then pages; on the admin port only health. Paths
 * and queries are never logged, because links and callbacks carry secrets in them.
 */
final class EdgeHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeHandler.class);

  private final HttpSettings settings;
  private final WebServer.Content content;
  private final ServerWebSocketContainer sockets;
  private final Connector adminConnector;
  private final HeaderDeadline deadline;
  private final ConnectionCaps caps;
  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final Map<String, String> securityHeaders;
  private final Map<String, SocketEndpoint<?>> endpoints;
  private final CrossOrigin cross;
  private final RouteTable routes;
  private final RouteTable adminRoutes;

  EdgeHandler(
      HttpSettings settings,
      WebServer.Content content,
      ServerWebSocketContainer sockets,
      Connector adminConnector,
      HeaderDeadline deadline,
      ConnectionCaps caps,
      InstantSource clock,
      ScheduledExecutorService timers) {
    this.settings = settings;
    this.content = content;
    this.sockets = sockets;
    this.adminConnector = adminConnector;
    this.deadline = deadline;
    this.caps = caps;
    this.clock = clock;
    this.timers = timers;
    this.securityHeaders = SecurityHeaders.of(content.publicUrl());
    this.endpoints =
        content.endpoints().stream()
            .collect(Collectors.toUnmodifiableMap(SocketEndpoint::path, endpoint -> endpoint));
    this.cross = new CrossOrigin(content.origins());
    this.routes = new RouteTable(content.routes());
    this.adminRoutes = new RouteTable(HealthRoutes.of(content.checks()));
  }

  /** Before any handler, so that Jetty's own errors have the headers too. */
  Request customize(Request request, HttpFields.Mutable headers) {
    securityHeaders.forEach(headers::put);
    return request;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    Request.addCompletionListener(request, failure -> deadline.arm(connection));
    if (request.getLength() == 0 || isBodyless(request)) {
      deadline.disarm(connection);
    }
    String path = request.getHttpURI().getCanonicalPath();
    if (path == null) {
      write(Problem.of(400, ErrorCode.MALFORMED_MESSAGE), response, callback);
      return true;
    }
    boolean admin = request.getConnectionMetaData().getConnector() == adminConnector;
    if (!admin && cross.isPreflight(request, path)) {
      write(cross.preflight(request), response, callback);
      return true;
    }
    if (!admin) {
      cross.headers(request, path).forEach(response.getHeaders()::put);
    }
    SocketEndpoint<?> endpoint = admin ? null : endpoints.get(path);
    if (endpoint != null) {
      upgrade(endpoint, request, response, callback);
      return true;
    }
    switch ((admin ? adminRoutes : routes).find(request.getMethod(), path)) {
      case RouteTable.Found found -> answer(found, path, request, response, callback);
      case RouteTable.WrongMethod wrong ->
          write(methodNotAllowed(wrong.allowed()), response, callback);
      case RouteTable.None none -> {
        if (admin) {
          write(Problem.of(404, ErrorCode.MALFORMED_MESSAGE), response, callback);
        } else {
          page(path, request, response, callback);
        }
      }
    }
    return true;
  }

  /** RFC 9112 6.3: a request without Content-Length and Transfer-Encoding has no body. */
  private static boolean isBodyless(Request request) {
    return !request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private static HttpAnswer methodNotAllowed(String allowed) {
    HttpAnswer problem = Problem.of(405, ErrorCode.MALFORMED_MESSAGE);
    return new HttpAnswer(405, problem.contentType(), problem.body(), Map.of("Allow", allowed));
  }

  // Routes

  private void answer(
      RouteTable.Found found, String path, Request request, Response response, Callback callback) {
    if (!mayChange(request)) {
      // the body is not read, so the connection cannot be used again
      write(closing(Problem.of(403, ErrorCode.TICKET_INVALID)), response, callback);
      return;
    }
    HttpAnswer answer;
    try {
      Optional<byte[]> body = body(request, found.route().maxBodyBytes());
      deadline.disarm(request.getConnectionMetaData().getConnection());
      answer =
          body.isEmpty()
              ? closing(Problem.of(413, ErrorCode.TOO_LARGE))
              : found.route().handler().answer(call(path, found, request, body.get()));
    } catch (IOException cut) {
      callback.failed(cut); // the client went away or dripped; there is nobody to answer
      return;
    } catch (IllegalStateException bug) {
      LOG.error("a route broke an invariant", bug);
      answer = Problem.of(500, ErrorCode.INTERNAL);
    }
    write(answer, response, callback);
  }

  /** A page from elsewhere must not redeem links or spend limits with its visitors' browsers. */
  private boolean mayChange(Request request) {
    return request.getMethod().equals("GET")
        || content.origins().containsAll(request.getHeaders().getValuesList("Origin"));
  }

  /** What is left of a too long body is not read, so the connection cannot be used again. */
  private static HttpAnswer closing(HttpAnswer answer) {
    return new HttpAnswer(
        answer.status(), answer.contentType(), answer.body(), Map.of("Connection", "close"));
  }

  private static Optional<byte[]> body(Request request, int limit) throws IOException {
    if (request.getLength() > limit) {
      return Optional.empty();
    }
    try (InputStream stream = Content.Source.asInputStream(request)) {
      byte[] body = stream.readNBytes(limit + 1);
      return body.length > limit ? Optional.empty() : Optional.of(body);
    }
  }

  private HttpCall call(String path, RouteTable.Found found, Request request, byte[] body) {
    return new HttpCall(
        request.getMethod(),
        path,
        found.parameters(),
        query(request),
        headers(request),
        body,
        client(request));
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    if (request.getHttpURI().getQuery() != null) {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.putIfAbsent(field.getName(), field.getValue());
      }
    }
    return query;
  }

  private static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(
              field.getName().toLowerCase(Locale.ROOT), name -> new java.util.ArrayList<>())
          .add(field.getValue());
    }
    return headers;
  }

  /** X-Forwarded-For is believed from configured proxies only, and then its last word. */
  private String client(Request request) {
    String peer = Request.getRemoteAddr(request);
    if (!settings.trustedProxies().contains(peer)) {
      return peer;
    }
    // A proxy that adds a line of its own leaves the client's line before it (RFC 9110 5.3).
    List<String> forwarded = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
    if (forwarded.isEmpty()) {
      return peer;
    }
    String last = forwarded.getLast();
    return last.substring(last.lastIndexOf(',') + 1).strip();
  }

  // Pages

  private void page(String path, Request request, Response response, Callback callback) {
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (!reads) {
      write(methodNotAllowed("GET, HEAD"), response, callback);
      return;
    }
    Optional<StaticSite.Page> found = content.site().at(path);
    if (found.isEmpty()) {
      write(Problem.of(404, ErrorCode.LINK_UNKNOWN), response, callback);
      return;
    }
    StaticSite.Page page = found.get();
    boolean known = page.entityTag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
    Map<String, String> headers =
        Map.of("Cache-Control", page.cacheControl(), "ETag", page.entityTag());
    write(
        known
            ? new HttpAnswer(304, "", new byte[0], headers)
            : new HttpAnswer(200, page.contentType(), page.body(), headers),
        response,
        callback);
  }

  // Sockets

  private <P> void upgrade(
      SocketEndpoint<P> endpoint, Request request, Response response, Callback callback) {
    if (!isUpgrade(request)) {
      HttpAnswer problem = Problem.of(426, ErrorCode.MALFORMED_MESSAGE);
      write(
          new HttpAnswer(
              426, problem.contentType(), problem.body(), Map.of("Upgrade", "websocket")),
          response,
          callback);
      return;
    }
    if (!originAllowed(endpoint.audience(), request)) {
      write(Problem.of(403, ErrorCode.TICKET_INVALID), response, callback);
      return;
    }
    HttpCall call = call(endpoint.path(), RouteTable.Found.nothing(), request, new byte[0]);
    Optional<P> principal = endpoint.authenticate(call);
    if (principal.isEmpty()) {
      write(Problem.of(401, ErrorCode.TICKET_INVALID), response, callback);
      return;
    }
    String key = endpoint.path() + " " + endpoint.connectionKey(principal.get());
    switch (caps.admit(call.client(), key)) {
      case SERVER_FULL -> write(Problem.of(503, ErrorCode.INTERNAL), response, callback);
      case TOO_MANY_FOR_YOU ->
          write(Problem.of(429, ErrorCode.ALREADY_CONNECTED), response, callback);
      case ADMITTED -> admitted(endpoint, principal.get(), call, key, request, response, callback);
    }
  }

  private <P> void admitted(
      SocketEndpoint<P> endpoint,
      P principal,
      HttpCall call,
      String key,
      Request request,
      Response response,
      Callback callback) {
    AtomicBoolean released = new AtomicBoolean();
    Runnable release =
        () -> {
          if (!released.getAndSet(true)) {
            caps.release(call.client(), key);
          }
        };
    // A ticket that was good for the upgrade can be revoked or run out while the socket is open.
    BooleanSupplier admitted = () -> endpoint.authenticate(call).isPresent();
    JettySocket<P> socket =
        new JettySocket<>(principal, endpoint, admitted, clock, timers, release);
    boolean upgraded =
        sockets.upgrade(
            (upgradeRequest, upgradeResponse, creation) -> {
              if (endpoint.audience() == SocketEndpoint.Audience.BROWSER) {
                upgradeResponse.setAcceptedSubProtocol(HttpCall.SUBPROTOCOL);
              }
              // Never permessage-deflate: bombs, and a window of memory for each connection.
              upgradeResponse.setExtensions(List.of());
              return socket;
            },
            request,
            response,
            callback);
    if (!upgraded) {
      release.run();
      write(Problem.of(400, ErrorCode.MALFORMED_MESSAGE), response, callback);
    } else if (response.getStatus() != 101) {
      release.run(); // Jetty refused the handshake and has answered
    }
  }

  private static boolean isUpgrade(Request request) {
    String upgrade = request.getHeaders().get(HttpHeader.UPGRADE);
    return request.getMethod().equals("GET") && "websocket".equalsIgnoreCase(upgrade);
  }

  /** RFC 6455 10.2. A program of ours never sends Origin, so who does is a page that must not. */
  private boolean originAllowed(SocketEndpoint.Audience audience, Request request) {
    List<String> origins = request.getHeaders().getValuesList("Origin");
    return switch (audience) {
      case BROWSER -> origins.size() == 1 && content.origins().contains(origins.getFirst());
      case PROGRAM -> origins.isEmpty();
    };
  }

  // Writing

  /** For Jetty's own errors, such as a malformed request. */
  boolean answerError(Request request, Response response, Callback callback) {
    int status = response.getStatus() >= 400 ? response.getStatus() : 500;
    ErrorCode code =
        switch (status) {
          case 413, 414, 431 -> ErrorCode.TOO_LARGE;
          default -> status < 500 ? ErrorCode.MALFORMED_MESSAGE : ErrorCode.INTERNAL;
        };
    securityHeaders.forEach(response.getHeaders()::put);
    write(Problem.of(status, code), response, callback);
    return true;
  }

  private static void write(HttpAnswer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
