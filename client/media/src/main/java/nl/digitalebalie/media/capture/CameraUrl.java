package nl.digitalebalie.media.capture;

import java.util.Optional;

/**
 * A camera id in FFmpeg's words.
 *
 * @param format name of the input format; empty for a file, which says itself what it is
 * @param url what to open
 * @param kind how it behaves
 */
record CameraUrl(Optional<String> format, String url, Kind kind) {
  enum Kind {
    /** Delivers at its own pace and can be asked for a size and a rate. */
    DEVICE,
    /** Delivers as fast as it is read, without end. */
    GENERATOR,
    /** Delivers as fast as it is read, and ends. */
    FILE
  }

  /** Empty for a scheme that FFmpeg does not serve here. */
  static Optional<CameraUrl> of(CameraId id) {
    String rest = id.rest();
    return switch (id.scheme()) {
      case "v4l2" -> device("v4l2", rest);
      case "dshow" -> device("dshow", "video=" + rest);
      case "avfoundation" -> device("avfoundation", rest + ":none");
      case "lavfi" -> Optional.of(new CameraUrl(Optional.of("lavfi"), rest, Kind.GENERATOR));
      // The protocol is named, so that a path can never be taken for a network address.
      case "file" -> Optional.of(new CameraUrl(Optional.empty(), "file:" + rest, Kind.FILE));
      default -> Optional.empty();
    };
  }

  private static Optional<CameraUrl> device(String format, String url) {
    return Optional.of(new CameraUrl(Optional.of(format), url, Kind.DEVICE));
  }
}
