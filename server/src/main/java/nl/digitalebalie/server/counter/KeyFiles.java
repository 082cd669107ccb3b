package nl.digitalebalie.server.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import nl.digitalebalie.server.audit.SubjectKey;
import nl.digitalebalie.server.identity.Keys;

/** Keys of the counter part on disk; made where they are missing, readable by the owner alone. */
final class KeyFiles {
  private KeyFiles() {}

  /** Beside the private key lies {@code <name>.pub} for the staff clients' administrator policy. */
  static KeyPair attestation(Path file, SecureRandom random) throws StartFailure {
    try {
      if (!Files.exists(file)) {
        KeyPair made = Keys.ecPair(random);
        writeSecret(file, Keys.pem(made));
      }
      KeyPair pair = Keys.ec(Files.readString(file));
      Files.writeString(publicFile(file), Keys.publicPem(pair.getPublic()));
      return pair;
    } catch (IOException | IllegalArgumentException unusable) {
      throw new StartFailure(
          "identity.attestationKeyFile: no P-256 key pair can be read from or written to " + file);
    }
  }

  static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  static SubjectKey subject(Path file, SecureRandom random) throws StartFailure {
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[SubjectKey.KEY_BYTES];
        random.nextBytes(key);
        writeSecret(file, Base64.getEncoder().encodeToString(key) + "\n");
      }
      return new SubjectKey(Base64.getDecoder().decode(Files.readString(file).strip()));
    } catch (IOException | IllegalArgumentException unusable) {
      throw new StartFailure(
          "audit.subjectKeyFile: no key of 32 bytes can be read from or written to " + file);
    }
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      // before the secret is in it
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(file, text);
  }
}
