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

  /** What an administrator can be told about a key file before anything is started. */
  sealed interface Judgement {
    record Usable(String sentence) implements Judgement {}

    /** In a sentence; never holds key material. */
    record Unusable(String sentence) implements Judgement {}
  }

  static Judgement judgeAttestation(Path file) {
    if (!Files.exists(file)) {
      return judgeMissing(file);
    }
    try {
      KeyPair pair = Keys.ec(Files.readString(file));
      return isPublished(file, pair) || isWritable(publicFile(file))
          ? new Judgement.Usable("P-256 key pair")
          : new Judgement.Unusable("the public key cannot be written to " + publicFile(file));
    } catch (IOException unreadable) {
      return new Judgement.Unusable("cannot be read: " + file);
    } catch (IllegalArgumentException other) {
      return new Judgement.Unusable(
          "holds no P-256 key pair as PEM (a PRIVATE KEY in PKCS #8 and its PUBLIC KEY)");
    }
  }

  static Judgement judgeSubject(Path file) {
    if (!Files.exists(file)) {
      return judgeMissing(file);
    }
    try {
      byte[] key = subjectKey(file);
      return key.length >= SubjectKey.KEY_BYTES
          ? new Judgement.Usable(key.length + " bytes")
          : new Judgement.Unusable(
              "holds a key of " + key.length + " bytes; it needs " + SubjectKey.KEY_BYTES);
    } catch (IOException unreadable) {
      return new Judgement.Unusable("cannot be read: " + file);
    } catch (IllegalArgumentException notBase64) {
      return new Judgement.Unusable("holds no base64; it needs 32 random bytes as base64");
    }
  }

  private static Judgement judgeMissing(Path file) {
    return isWritable(file)
        ? new Judgement.Usable("is made at the first start: " + file)
        : new Judgement.Unusable("is not there and cannot be made: " + file);
  }

  /** Whether the file, or the folder in which it would be made, can be written. */
  private static boolean isWritable(Path file) {
    Path there = file.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.isWritable(there)
        && (there.equals(file.toAbsolutePath()) || Files.isDirectory(there));
  }

  private static boolean isPublished(Path file, KeyPair pair) throws IOException {
    Path published = publicFile(file);
    return Files.exists(published)
        && Files.readString(published).equals(Keys.publicPem(pair.getPublic()));
  }

  private static byte[] subjectKey(Path file) throws IOException {
    return Base64.getDecoder().decode(Files.readString(file).strip());
  }

  /** Beside the private key lies {@code <name>.pub} for the staff clients' administrator policy. */
  static KeyPair attestation(Path file, SecureRandom random) throws StartFailure {
    try {
      if (!Files.exists(file)) {
        KeyPair made = Keys.ecPair(random);
        writeSecret(file, Keys.pem(made));
      }
      KeyPair pair = Keys.ec(Files.readString(file));
      if (!isPublished(file, pair)) { // keys may lie where this account only reads
        Files.writeString(publicFile(file), Keys.publicPem(pair.getPublic()));
      }
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
      return new SubjectKey(subjectKey(file));
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
