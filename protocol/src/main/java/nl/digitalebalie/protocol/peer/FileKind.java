package nl.digitalebalie.protocol.peer;

import java.util.Arrays;
import java.util.Optional;

/**
 * The files that the two may send each other: what people photograph or print. Nothing that runs,
 * nothing with macros, no archive.
 */
public enum FileKind {
  PDF("application/pdf", "pdf"),
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  TEXT("text/plain", "txt");

  private final String mediaType;
  private final String extension;

  FileKind(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public static Optional<FileKind> ofMediaType(String mediaType) {
    return Arrays.stream(values()).filter(kind -> kind.mediaType.equals(mediaType)).findFirst();
  }

  public String mediaType() {
    return mediaType;
  }

  /** What a received file is saved with, whatever its name says. */
  public String extension() {
    return extension;
  }
}
