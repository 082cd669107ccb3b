package nl.digitalebalie.desktop.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import nl.digitalebalie.protocol.peer.PeerMessage;

/**
 * The bytes of one file while it goes over the line. Mutable; one owner. Equal to itself alone, and
 * prints nothing of what it holds.
 */
public final class FileBytes {
  private final byte[] bytes;
  private int filled;
  private Content content = Content.KEPT;

  /** Whether the bytes are still there. */
  private enum Content {
    KEPT,
    WIPED
  }

  private FileBytes(byte[] bytes, int filled) {
    this.bytes = bytes;
    this.filled = filled;
  }

  /** Room for a file that was accepted. */
  static FileBytes receiving(int size) {
    return new FileBytes(new byte[size], 0);
  }

  /** A file of ours. */
  public static FileBytes of(byte[] whole) {
    return new FileBytes(whole, whole.length);
  }

  public int size() {
    return bytes.length;
  }

  /** How many parts a file of this size has. */
  static int parts(int size) {
    return Math.ceilDiv(size, PeerMessage.PART_BYTES);
  }

  /** Part {@code index} as it travels. */
  String part(int index) {
    int from = index * PeerMessage.PART_BYTES;
    int to = Math.min(from + PeerMessage.PART_BYTES, bytes.length);
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    Arrays.fill(part, (byte) 0);
    return text;
  }

  /** Whether this part is the next one and has exactly its size. */
  Took take(int index, String data) {
    int from = index * PeerMessage.PART_BYTES;
    Optional<byte[]> part = decoded(data);
    if (part.isEmpty()
        || from != filled
        || part.get().length != Math.min(PeerMessage.PART_BYTES, bytes.length - from)
        || part.get().length == 0) {
      return Took.REFUSED;
    }
    System.arraycopy(part.get(), 0, bytes, from, part.get().length);
    filled += part.get().length;
    Arrays.fill(part.get(), (byte) 0);
    return filled == bytes.length ? Took.LAST : Took.MORE;
  }

  private static Optional<byte[]> decoded(String data) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(data));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** What came of a part. */
  enum Took {
    MORE,
    LAST,
    REFUSED
  }

  /** SHA-256 of the whole, base64url without padding. */
  public String sha256() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException("the JDK has no SHA-256", everyJdkHasIt);
    }
  }

  /** A copy to write to a file that the staff member chose. */
  public byte[] copy() {
    return bytes.clone();
  }

  /** Not one byte of the file is left here; for good. */
  public void wipe() {
    Arrays.fill(bytes, (byte) 0);
    content = Content.WIPED;
  }

  public boolean isWiped() {
    return content == Content.WIPED;
  }

  @Override
  public String toString() {
    return "FileBytes[" + bytes.length + "]";
  }
}
