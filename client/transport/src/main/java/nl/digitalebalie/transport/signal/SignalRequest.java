package nl.digitalebalie.transport.signal;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Where one attempt connects and what it says about itself; prints no header, for one is a ticket.
 *
 * @param uri {@code wss:}, or {@code ws:} to this machine only
 * @param headers sent with the upgrade request
 */
public record SignalRequest(URI uri, Map<String, String> headers) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  public SignalRequest {
    headers = Map.copyOf(headers);
    boolean secret = "wss".equals(uri.getScheme());
    boolean local = "ws".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost());
    if (!secret && !local) {
      throw new IllegalArgumentException("signalling leaves this machine over TLS only");
    }
  }

  @Override
  public String toString() {
    return "SignalRequest[" + uri.getScheme() + "]";
  }
}
