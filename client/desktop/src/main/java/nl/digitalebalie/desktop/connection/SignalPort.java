package nl.digitalebalie.desktop.connection;

import java.net.URI;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * A WebSocket to the server that carries text frames and comes back after a loss; the edge knows
 * nothing of their meaning.
 */
public interface SignalPort {

  /** Opens a socket; returns at once. */
  Link open(URI address, Sensitive<String> bearer, Listener listener);

  /** One socket. */
  interface Link {
    /** Sends a frame; while the socket is lost it is dropped, for it may be out of date later. */
    void send(String text);

    /** The same for a frame that must not be lost to a full queue; there are few of those. */
    void sendSurely(String text);

    void close();
  }

  /** Called on the socket's thread, in order. */
  interface Listener {
    void text(String text);

    /** After {@code LOST} more may follow; every other end is the last. */
    void closed(Line.End end);
  }
}
