package nl.digitalebalie.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;

/**
 * Tries the two addresses that the server is to listen on, so that a taken port is a line of the
 * table with its key, and not the end of a start.
 */
final class Ports {
  private static final int FIRST_ORDINARY_PORT = 1024;

  private Ports() {}

  /**
   * @param whenTaken an error for who is about to start; a warning for who only checks, because the
   *     port may be taken by this very server
   */
  static void judge(ServerConfig config, Finding.Grade whenTaken) {
    Place web = new Place("http", config.http().host(), config.http().port());
    Place admin = new Place("admin", config.http().adminHost(), config.http().adminPort());
    Optional<ServerSocket> held = opened(config.root(), web, whenTaken);
    try {
      if (held.isPresent() && clash(web, admin)) {
        config.root().error("admin.port", "is the same as http.port; choose another");
      } else {
        close(opened(config.root(), admin, whenTaken));
      }
    } finally {
      close(held);
    }
  }

  private record Place(String section, String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Port 0 takes any free one: there is nothing to try, but the address must be ours. */
  private static Optional<ServerSocket> opened(
      ConfigSection root, Place place, Finding.Grade whenTaken) {
    if (!isOurs(place.host())) {
      root.error(place.section() + ".listen", "is no address of this machine: " + place.host());
      return Optional.empty();
    }
    try {
      ServerSocket socket = bound(place);
      if (place.port() != 0) {
        root.right(place.section() + ".port", place + " is free");
      }
      return Optional.of(socket);
    } catch (IOException refused) {
      root.found(
          whenTaken,
          place.section() + ".port",
          place
              + " cannot be opened ("
              + refused.getMessage()
              + "); "
              + (place.port() < FIRST_ORDINARY_PORT
                  ? "a program uses it, or this account may not open ports below 1024"
                  : "stop the program that uses it, or choose another"));
      return Optional.empty();
    }
  }

  private static ServerSocket bound(Place place) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(place.host(), place.port()));
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  private static boolean isOurs(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static boolean clash(Place web, Place admin) {
    return web.port() != 0
        && web.port() == admin.port()
        && (web.host().equals(admin.host()) || isAny(web.host()) || isAny(admin.host()));
  }

  private static boolean isAny(String host) {
    return new InetSocketAddress(host, 0).getAddress().isAnyLocalAddress();
  }

  private static void close(Optional<ServerSocket> socket) {
    if (socket.isPresent()) {
      try {
        socket.get().close();
      } catch (IOException left) {
        throw new IllegalStateException("a port that was tried could not be given back", left);
      }
    }
  }
}
