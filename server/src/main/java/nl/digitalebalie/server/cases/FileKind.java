package nl.digitalebalie.server.cases;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of file that are handed to a staff client, each known by how it begins: a name and a
 * declared type are claims.
 */
enum FileKind {
  PDF("application/pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII)),
  PNG("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}),
  JPEG("image/jpeg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}),
  TEXT("text/plain", new byte[0]) {
    @Override
    boolean goesOn(byte[] part) {
      for (byte each : part) {
        if (each == 0) {
          return false;
        }
      }
      return true;
    }
  };

  private final String mediaType;
  private final byte[] beginning;

  FileKind(String mediaType, byte[] beginning) {
    this.mediaType = mediaType;
    this.beginning = beginning.clone();
  }

  /** {@code formaat} is a media type, in some case systems with parameters. */
  static Optional<FileKind> of(String format) {
    String bare = format.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(kind -> kind.mediaType.equals(bare)).findFirst();
  }

  String mediaType() {
    return mediaType;
  }

  boolean begins(byte[] part) {
    return part.length >= beginning.length
        && Arrays.equals(part, 0, beginning.length, beginning, 0, beginning.length)
        && goesOn(part);
  }

  /** Whether a further part can belong to it. */
  boolean goesOn(byte[] part) {
    return true;
  }
}
