package nl.digitalebalie.server.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A signing key (P-256) on disk, readable by its owner alone, and beside it {@code <name>.pub} for
 * those who verify.
 */
public final class KeyPairFile {
  private KeyPairFile() {}

  /** What keeps the file from being used, in a sentence; a file that can be made has no fault. */
  public static Optional<String> fault(Path file) {
    if (!Files.exists(file)) {
      return isWritable(file)
          ? Optional.empty()
          : Optional.of("is not there and cannot be made: " + file);
    }
    try {
      KeyPair pair = Keys.ec(Files.readString(file));
      return isPublished(file, pair) || isWritable(publicFile(file))
          ? Optional.empty()
          : Optional.of("the public key cannot be written to " + publicFile(file));
    } catch (IOException unreadable) {
      return Optional.of("cannot be read: " + file);
    } catch (IllegalArgumentException other) {
      return Optional.of(
          "holds no P-256 key pair as PEM (a PRIVATE KEY in PKCS #8 and its PUBLIC KEY)");
    }
  }

  /**
   * Reads the pair, or makes one where there is no file.
   *
   * @throws IOException when {@link #fault} would name one
   */
  public static KeyPair readOrMake(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      writeSecret(file, Keys.pem(Keys.ecPair(random)));
    }
    try {
      KeyPair pair = Keys.ec(Files.readString(file));
      if (!isPublished(file, pair)) { // keys may lie where this account only reads
        Files.writeString(publicFile(file), Keys.publicPem(pair.getPublic()));
      }
      return pair;
    } catch (IllegalArgumentException other) {
      throw new IOException("no P-256 key pair: " + file, other);
    }
  }

  public static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  private static boolean isPublished(Path file, KeyPair pair) throws IOException {
    Path published = publicFile(file);
    return Files.exists(published)
        && Files.readString(published).equals(Keys.publicPem(pair.getPublic()));
  }

  /** Whether the file, or the folder in which it would be made, can be written. */
  public static boolean isWritable(Path file) {
    Path there = file.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.isWritable(there)
        && (there.equals(file.toAbsolutePath()) || Files.isDirectory(there));
  }

  /** Writes a new file; the rights are taken away before the secret is in it. */
  public static void writeSecret(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(file, text);
  }
}
