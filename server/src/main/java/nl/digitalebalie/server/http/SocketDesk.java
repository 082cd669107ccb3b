package nl.digitalebalie.server.http;

/**
 * Who receives what arrives on one kind of WebSocket. Calls for one socket come one after another,
 * in order, on virtual threads; a desk that serves many sockets is called from many threads.
 *
 * @param <P> the principal that was authenticated before the upgrade
 */
public interface SocketDesk<P> {
  void connected(P principal, SignalSocket socket);

  /** One text frame of at most 64 Ki characters. */
  void received(P principal, SignalSocket socket, String text);

  /** The socket is gone, whoever closed it; called exactly once after {@link #connected}. */
  void disconnected(P principal, SignalSocket socket);
}
