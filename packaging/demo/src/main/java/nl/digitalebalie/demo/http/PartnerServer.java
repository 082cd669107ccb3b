package nl.digitalebalie.demo.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One partner on one port of this machine's loopback address. Demo partners hold no secrets worth
 * stealing, but they are no service for a network either.
 */
public final class PartnerServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** irma server takes 10 MB; nothing that the counter sends comes near one. */
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  private static final int MAX_THREADS = 32;

  private final Server server;
  private final URI base;

  private PartnerServer(Server server, URI base) {
    this.server = server;
    this.base = base;
  }

  /**
   * Starts a partner.
   *
   * @param port 0 for any free port
   * @param partner makes the partner once its own address is known, because its answers hold
   *     absolute links
   */
  public static PartnerServer start(String name, int port, Function<URI, Partner> partner) {
    Server server = new Server(threads(name));
    ServerConnector connector = connector(server, port);
    server.addConnector(connector);
    try {
      connector.open();
      URI base = URI.create("http://" + HOST + ":" + connector.getLocalPort());
      server.setHandler(new Edge(partner.apply(base)));
      server.start();
      return new PartnerServer(server, base);
    } catch (IOException taken) {
      connector.close();
      throw new UncheckedIOException(name + " cannot listen on port " + port, taken);
    } catch (Exception broken) {
      connector.close();
      throw new IllegalStateException(name + " did not start", broken);
    }
  }

  private static QueuedThreadPool threads(String name) {
    QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS);
    pool.setName(name);
    pool.setDaemon(true);
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return pool;
  }

  private static ServerConnector connector(Server server, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(port);
    return connector;
  }

  /** For instance {@code http://127.0.0.1:8088}, without a slash at the end. */
  public URI base() {
    return base;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception broken) {
      throw new IllegalStateException("a partner did not stop", broken);
    }
  }

  private static final class Edge extends Handler.Abstract {
    private final Partner partner;

    Edge(Partner partner) {
      this.partner = partner;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Call.Body body = read(request);
      Reply reply =
          body.length() > MAX_BODY_BYTES ? Reply.empty(413) : partner.answer(call(request, body));
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      response.write(true, ByteBuffer.wrap(reply.body().bytes()), callback);
      return true;
    }

    private static Call.Body read(Request request) throws IOException {
      try (InputStream in = Content.Source.asInputStream(request)) {
        return new Call.Body(in.readNBytes(MAX_BODY_BYTES + 1));
      }
    }

    private static Call call(Request request, Call.Body body) {
      return new Call(
          request.getMethod(),
          request.getHttpURI().getDecodedPath(),
          query(request),
          headers(request),
          body);
    }

    private static Map<String, List<String>> query(Request request) {
      Map<String, List<String>> query = new HashMap<>();
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.put(field.getName(), field.getValues());
      }
      return query;
    }

    private static Map<String, String> headers(Request request) {
      Map<String, String> headers = new HashMap<>();
      for (HttpField field : request.getHeaders()) {
        String value = field.getValue();
        headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
      }
      return headers;
    }
  }
}
