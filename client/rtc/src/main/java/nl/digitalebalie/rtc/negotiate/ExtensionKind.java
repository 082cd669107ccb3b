package nl.digitalebalie.rtc.negotiate;

import java.util.Optional;
import java.util.stream.Stream;

/** The RTP header extensions the engine uses, with the ids it offers. */
public enum ExtensionKind {
  /** RFC 9143 section 15: names the m-line a packet belongs to. */
  MID("urn:ietf:params:rtp-hdrext:sdes:mid", 4),
  /** RFC 6464: how loud the sender is. */
  AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level", 1),
  /** draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2. */
  TRANSPORT_SEQUENCE(
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3);

  private final String uri;
  private final int offeredId;

  ExtensionKind(String uri, int offeredId) {
    this.uri = uri;
    this.offeredId = offeredId;
  }

  /** As written in {@code a=extmap}. */
  public String uri() {
    return uri;
  }

  /** The id in our offers, 1 to 14. */
  public int offeredId() {
    return offeredId;
  }

  static Optional<ExtensionKind> named(String uri) {
    return Stream.of(values()).filter(kind -> kind.uri.equals(uri)).findFirst();
  }

  boolean belongsTo(String mediaKind) {
    return this != AUDIO_LEVEL || mediaKind.equals("audio");
  }
}
