package nl.digitalebalie.rtc.negotiate;

import java.util.Optional;
import java.util.stream.Stream;

/** The RTCP feedback the engine speaks (RFC 4585, RFC 5104, transport-cc). */
public enum FeedbackKind {
  NACK("nack"),
  PICTURE_LOSS("nack pli"),
  FULL_INTRA("ccm fir"),
  TRANSPORT_CC("transport-cc");

  private final String text;

  FeedbackKind(String text) {
    this.text = text;
  }

  /** As written in {@code a=rtcp-fb}. */
  public String text() {
    return text;
  }

  static Optional<FeedbackKind> written(String text) {
    return Stream.of(values()).filter(kind -> kind.text.equals(text.strip())).findFirst();
  }

  boolean belongsTo(String mediaKind) {
    return this == TRANSPORT_CC || mediaKind.equals("video");
  }
}
