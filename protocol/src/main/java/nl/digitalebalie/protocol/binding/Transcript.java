package nl.digitalebalie.protocol.binding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Bytes to hash or sign. Each field is preceded by its length (four bytes, big endian), so that no
 * two different lists of fields give the same bytes; the first field is a label that names the use
 * and its version.
 */
final class Transcript {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Transcript() {}

  static Transcript of(String label) {
    return new Transcript().text(label);
  }

  Transcript text(String field) {
    return field(field.getBytes(StandardCharsets.UTF_8));
  }

  /** An unsigned number in eight bytes, big endian. */
  Transcript number(long field) {
    return field(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
  }

  Transcript field(byte[] field) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    bytes.writeBytes(field);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  byte[] sha256() {
    return sha256(bytes());
  }

  static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException("the JDK has no SHA-256", everyJdkHasIt);
    }
  }
}
