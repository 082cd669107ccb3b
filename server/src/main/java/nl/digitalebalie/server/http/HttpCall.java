package nl.digitalebalie.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One request, already bounded: the body is complete and within the route's limit. Prints its
 * method only, because paths and queries can carry secrets.
 *
 * @param pathParameters what the {@code {name}} segments of the route's pattern matched
 * @param query first value of each parameter, decoded
 * @param headers by lower-case name
 * @param client the address that limits count by; never to be logged
 */
public record HttpCall(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, String> query,
    Map<String, List<String>> headers,
    byte[] body,
    String client) {

  static final String SUBPROTOCOL = "balie.v1";
  private static final String TICKET_PREFIX = "ticket.";

  public HttpCall {
    pathParameters = Map.copyOf(pathParameters);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  /** The token of {@code Authorization: Bearer} (RFC 6750 2.1). */
  public Optional<String> bearer() {
    return header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip());
  }

  /**
   * The ticket of a browser's WebSocket: {@code Sec-WebSocket-Protocol: balie.v1, ticket.<ticket>}.
   * A browser cannot set other headers there, and a query would end up in logs.
   */
  public Optional<String> protocolTicket() {
    List<String> offered =
        headers.getOrDefault("sec-websocket-protocol", List.of()).stream()
            .flatMap(line -> Stream.of(line.split(",", -1)))
            .map(String::strip)
            .toList();
    return offered.contains(SUBPROTOCOL)
        ? offered.stream()
            .filter(name -> name.startsWith(TICKET_PREFIX))
            .map(name -> name.substring(TICKET_PREFIX.length()))
            .findFirst()
        : Optional.empty();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpCall[" + method + "]";
  }
}
