package nl.digitalebalie.server.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import nl.digitalebalie.server.identity.KeyPairFile;
import nl.digitalebalie.server.processing.SubjectCipher;
import nl.digitalebalie.server.subject.SubjectKey;

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
    return KeyPairFile.fault(file)
        .<Judgement>map(Judgement.Unusable::new)
        .orElseGet(() ->
            new Judgement.Usable(
                Files.exists(file) ? "P-256 key pair" : "is made at the first start: " + file));
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

  static Judgement judgeProcessing(Path file) {
    if (!Files.exists(file)) {
      return judgeMissing(file);
    }
    try {
      byte[] key = subjectKey(file);
      return key.length == SubjectCipher.KEY_BYTES
          ? new Judgement.Usable("AES-256 key")
          : new Judgement.Unusable(
              "holds a key of " + key.length + " bytes; it needs " + SubjectCipher.KEY_BYTES);
    } catch (IOException unreadable) {
      return new Judgement.Unusable("cannot be read: " + file);
    } catch (IllegalArgumentException notBase64) {
      return new Judgement.Unusable("holds no base64; it needs 32 random bytes as base64");
    }
  }

  private static Judgement judgeMissing(Path file) {
    return KeyPairFile.isWritable(file)
        ? new Judgement.Usable("is made at the first start: " + file)
        : new Judgement.Unusable("is not there and cannot be made: " + file);
  }

  private static byte[] subjectKey(Path file) throws IOException {
    return Base64.getDecoder().decode(Files.readString(file).strip());
  }

  /** Beside the private key lies {@code <name>.pub} for the staff clients' administrator policy. */
  static KeyPair attestation(Path file, SecureRandom random) throws StartFailure {
    return pair(file, "identity.attestationKeyFile", random);
  }

  /**
   * A signing key, made where it is missing.
   *
   * @param path of the configuration, for the message
   */
  static KeyPair pair(Path file, String path, SecureRandom random) throws StartFailure {
    try {
      return KeyPairFile.readOrMake(file, random);
    } catch (IOException unusable) {
      throw new StartFailure(path + ": no P-256 key pair can be read from or written to " + file);
    }
  }

  static SubjectKey subject(Path file, SecureRandom random) throws StartFailure {
    try {
      return new SubjectKey(secret(file, random));
    } catch (IOException | IllegalArgumentException unusable) {
      throw new StartFailure(
          "audit.subjectKeyFile: no key of 32 bytes can be read from or written to " + file);
    }
  }

  static SubjectCipher processing(Path file, SecureRandom random) throws StartFailure {
    try {
      return new SubjectCipher(secret(file, random), random);
    } catch (IOException | IllegalArgumentException unusable) {
      throw new StartFailure(
          "processing.keyFile: no key of 32 bytes can be read from or written to " + file);
    }
  }

  /** The subject key of a server that ran here; empty when there is none that can be read. */
  static Optional<SubjectKey> existingSubject(Path file) {
    try {
      return Optional.of(new SubjectKey(subjectKey(file)));
    } catch (IOException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static byte[] secret(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[SubjectKey.KEY_BYTES];
      random.nextBytes(key);
      KeyPairFile.writeSecret(file, Base64.getEncoder().encodeToString(key) + "\n");
    }
    return subjectKey(file);
  }
}
