package nl.digitalebalie.desktop.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;

/** Names of files: what the other side may suggest, and what this computer is given. */
public final class FileNames {
  /** Separators, what Windows reserves, control and direction characters. */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]+");

  private static final Pattern EDGES = Pattern.compile("^[. ]+|[. ]+$");

  /** Windows opens a device for these, whatever follows the dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([. ].*)?");

  private static final Set<String> JPEG_WORDS = Set.of("jpg", "jpeg");
  private static final String NAMELESS = "bestand";

  private FileNames() {}

  /** The kind that a file of ours has by its name; empty when it is not one that is carried. */
  public static Optional<FileKind> kind(String name) {
    return switch (extension(name)) {
      case "pdf" -> Optional.of(FileKind.PDF);
      case "jpg", "jpeg" -> Optional.of(FileKind.JPEG);
      case "png" -> Optional.of(FileKind.PNG);
      case "txt" -> Optional.of(FileKind.TEXT);
      default -> Optional.empty();
    };
  }

  /**
   * A plain name without a path, that ends as its kind says: nothing that came over the line gets
   * an ending by which this computer would run it.
   */
  public static String plain(String name, FileKind kind) {
    String safe = UNSAFE.matcher(name).replaceAll(" ");
    String stem = EDGES.matcher(withoutKind(safe.strip(), kind)).replaceAll("");
    String usable = stem.isBlank() || DEVICE.matcher(stem).matches() ? NAMELESS : stem;
    int room = PeerMessage.MAX_FILE_NAME_CHARS - kind.extension().length() - 1;
    return usable.substring(0, Math.min(usable.length(), room)).strip() + "." + kind.extension();
  }

  private static String withoutKind(String name, FileKind kind) {
    String extension = extension(name);
    boolean known =
        extension.equals(kind.extension())
            || kind == FileKind.JPEG && JPEG_WORDS.contains(extension);
    return known ? name.substring(0, name.length() - extension.length() - 1) : name;
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
