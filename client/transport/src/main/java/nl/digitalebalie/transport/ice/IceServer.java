package nl.digitalebalie.transport.ice;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that helps to find a path. */
public sealed interface IceServer {
  /** DNS name or address literal. */
  String host();

  int port();

  /** Tells us our address as seen from outside (RFC 8489). */
  record Stun(String host, int port) implements IceServer {
    public Stun {
      Limits.requireHostAndPort(host, port);
    }
  }

  /**
   * Relays datagrams when no direct path exists (RFC 8656).
   *
   * @param reach how we talk to the server itself; the relayed side is always UDP
   * @param username time-limited, made for one conversation
   * @param credential its password
   */
  record Turn(String host, int port, Reach reach, String username, String credential)
      implements IceServer {
    public Turn {
      Limits.requireHostAndPort(host, port);
      if (username.length() > Limits.MAX_TEXT || credential.length() > Limits.MAX_TEXT) {
        throw new IllegalArgumentException("TURN credentials are too long");
      }
    }

    @Override
    public String toString() {
      return "Turn[" + reach + "]";
    }
  }

  /** The transport towards a TURN server. */
  enum Reach {
    UDP,
    TCP
  }

  /**
   * Reads a server as WebRTC configurations write it ({@code stun:host:port}, {@code
   * turn:host:port?transport=tcp}; RFC 7064, RFC 7065).
   *
   * @return empty for anything malformed and for {@code turns:}, which ice4j cannot speak
   */
  static Optional<IceServer> parse(String uri, String username, String credential) {
    Matcher matcher = Limits.URI.matcher(uri);
    if (uri.length() > Limits.MAX_TEXT || !matcher.matches()) {
      return Optional.empty();
    }
    String host =
        matcher.group("literal") != null ? matcher.group("literal") : matcher.group("host");
    int port =
        matcher.group("port") == null
            ? Limits.DEFAULT_PORT
            : Integer.parseInt(matcher.group("port"));
    if (port < 1 || port > Limits.MAX_PORT) {
      return Optional.empty();
    }
    if (matcher.group("scheme").equals("stun")) {
      return Optional.of(new Stun(host, port));
    }
    Reach reach = "tcp".equals(matcher.group("transport")) ? Reach.TCP : Reach.UDP;
    return Optional.of(new Turn(host, port, reach, username, credential));
  }

  /** Bounds of what a configuration may say. */
  final class Limits {
    private static final int DEFAULT_PORT = 3478;
    private static final int MAX_PORT = 65_535;
    // RFC 8489 section 14.3 bounds a user name to 508 bytes.
    private static final int MAX_TEXT = 508;
    private static final Pattern URI =
        Pattern.compile(
            "(?<scheme>stun|turn):(\\[(?<literal>[0-9a-fA-F:.]+)]|(?<host>[A-Za-z0-9.-]+))"
                + "(:(?<port>[0-9]{1,5}))?(\\?transport=(?<transport>udp|tcp))?");

    private Limits() {}

    private static void requireHostAndPort(String host, int port) {
      if (host.isBlank() || host.length() > MAX_TEXT || port < 1 || port > MAX_PORT) {
        throw new IllegalArgumentException("a server has a host and a port between 1 and 65535");
      }
    }
  }
}
