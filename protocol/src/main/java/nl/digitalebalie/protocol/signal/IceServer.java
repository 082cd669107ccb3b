package nl.digitalebalie.protocol.signal;

import java.util.List;
import java.util.Optional;

/**
 * A STUN or TURN server as W3C WebRTC's RTCIceServer; {@code urls} as RFC 7064 and RFC 7065 write
 * them.
 */
public record IceServer(List<String> urls, Optional<String> username, Optional<String> credential) {
  static final int MAX_URLS = 8;

  public IceServer {
    urls = List.copyOf(urls);
    Shape.atMost(urls.size(), MAX_URLS, "urls");
  }

  @Override
  public String toString() {
    return "IceServer[" + urls.size() + " urls]";
  }
}
