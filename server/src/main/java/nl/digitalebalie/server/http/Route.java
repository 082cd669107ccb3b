package nl.digitalebalie.server.http;

import java.util.Objects;

/**
 * One HTTP resource. {@code pattern} is a path of literal segments and {@code {name}} segments; a
 * trailing slash is part of it, so a path that is answered with and without one has two routes.
 *
 * @param maxBodyBytes a longer body is 413 before the handler sees it
 */
public record Route(String method, String pattern, int maxBodyBytes, Handler handler) {
  /** Bodies of the HTTP interface (docs/protocol.md section 2). */
  public static final int API_BODY_BYTES = 16 * 1024;

  public Route {
    Objects.requireNonNull(method);
    Objects.requireNonNull(handler);
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a route's pattern begins with a slash");
    }
  }

  public static Route of(String method, String pattern, Handler handler) {
    return new Route(method, pattern, API_BODY_BYTES, handler);
  }

  /** Runs on a virtual thread and may block. An exception is answered with 500 INTERNAL. */
  public interface Handler {
    HttpAnswer answer(HttpCall call);
  }
}
