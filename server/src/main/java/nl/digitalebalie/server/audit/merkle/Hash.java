package nl.digitalebalie.server.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** 32 bytes of SHA-256. */
public final class Hash {
  public static final int BYTES = 32;

  /** RFC 9162 2.1.1: what keeps a node from being passed off as a leaf. */
  private static final byte LEAF = 0x00;

  private static final byte NODE = 0x01;

  /** The root of a tree without leaves. */
  public static final Hash EMPTY_TREE = new Hash(sha256().digest());

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A hash that somebody else computed.
   *
   * @throws IllegalArgumentException for any other number of bytes than 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes");
    }
    return new Hash(bytes.clone());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Hash parse(String text) {
    return of(Base64.getUrlDecoder().decode(text));
  }

  /** {@code HASH(0x00 || data)}. */
  public static Hash leaf(byte[] data) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(data));
  }

  /** {@code HASH(0x01 || left || right)}. */
  public static Hash node(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    return new Hash(digest.digest(right.bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Base64url without padding. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal, shortened: for messages of tests. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes, 0, 6);
  }
}
