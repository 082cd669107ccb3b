package nl.digitalebalie.server.http;

import java.util.Optional;
import nl.digitalebalie.server.limit.TokenBucket;

/**
 * One kind of WebSocket: where it is, who may open it, and who receives its frames.
 *
 * @param <P> the authenticated principal
 */
public interface SocketEndpoint<P> {
  /** The exact path, such as {@code /relay/staff}. */
  String path();

  /** Whether browsers or programs of ours connect here; decides what the Origin header must be. */
  Audience audience();

  /** Checks the ticket before the upgrade; empty is 401. */
  Optional<P> authenticate(HttpCall upgrade);

  /** One live connection per key: the number of connections with the same key is capped. */
  String connectionKey(P principal);

  SocketDesk<P> desk();

  /** How many bytes may wait for a slow reader before it is closed with 1013. */
  default int maxQueuedBytes() {
    return 256 * 1024;
  }

  /** Which limits a frame counts against; looked at before it is parsed. */
  default Weight weigh(String frame) {
    return Weight.SIGNAL;
  }

  /** What kind of frame arrived. */
  enum Weight {
    /** Few and small; who sends many is refused. */
    SIGNAL,
    /**
     * Carried unread for the other side, such as parts of a file; who sends many is slowed down.
     */
    BULK
  }

  /** How many frames may arrive; a part of our own that speaks for many people is given more. */
  default TokenBucket.Rate messages() {
    return JettySocket.MESSAGES;
  }

  /** Who connects. */
  enum Audience {
    /** A page: Origin must be on the allow-list, the ticket comes as a subprotocol. */
    BROWSER,
    /** A program: no Origin at all, the ticket comes as a bearer token. */
    PROGRAM
  }
}
