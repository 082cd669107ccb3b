package nl.digitalebalie.server;

import java.security.interfaces.ECPublicKey;
import java.util.List;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.parts.CounterPart;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * A server without a counter part: a waiting room. No talk begins, because nobody binds the keys of
 * the two and no ticket says whose the staff member's key is.
 */
final class RelayOnly implements CounterPart {
  private static final int GOING_AWAY = 1001;

  @Override
  public CounterPort port() {
    return event -> {};
  }

  /** They wait in the relay's table for a server that has somebody to call. */
  @Override
  public CallbackDoor callbacks() {
    return (request, answer) -> {};
  }

  @Override
  public SocketDesk<StaffPrincipal> desk() {
    return new SocketDesk<>() {
      @Override
      public void connected(StaffPrincipal staff, SignalSocket socket) {
        socket.close(GOING_AWAY, "no counter part here");
      }

      @Override
      public void received(StaffPrincipal staff, SignalSocket socket, String text) {}

      @Override
      public void disconnected(StaffPrincipal staff, SignalSocket socket) {}
    };
  }

  @Override
  public List<Route> routes() {
    return List.of();
  }

  @Override
  public List<ECPublicKey> gateKeys() {
    return List.of();
  }

  @Override
  public List<HealthCheck> checks() {
    return List.of();
  }

  @Override
  public void close() {}
}
