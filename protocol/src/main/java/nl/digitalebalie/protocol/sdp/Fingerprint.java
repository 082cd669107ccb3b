package nl.digitalebalie.protocol.sdp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash of a DTLS certificate (RFC 8122 section 5), the root of all media security: who controls
 * it controls the call.
 *
 * @param hash the hash function's name in lower case, such as {@code sha-256}
 * @param value upper-case pairs of hexadecimal digits separated by colons
 */
public record Fingerprint(String hash, String value) implements Attribute {
  /**
   * The only hash function accepted for media (RFC 8122 forbids MD5 and MD2, we forbid SHA-1 too).
   */
  public static final String SHA_256 = "sha-256";

  private static final Pattern HASH = Pattern.compile("[a-z0-9-]{1,16}");
  private static final Pattern VALUE = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){0,127}");
  private static final int SHA_256_CHARACTERS = 32 * 3 - 1;

  public Fingerprint {
    hash = hash.toLowerCase(Locale.ROOT);
    value = value.toUpperCase(Locale.ROOT);
    if (!HASH.matcher(hash).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("a fingerprint is a hash name and colon-separated hex");
    }
    if (hash.equals(SHA_256) && value.length() != SHA_256_CHARACTERS) {
      throw new IllegalArgumentException("a SHA-256 fingerprint has 32 bytes");
    }
  }

  /** The fingerprint of a SHA-256 digest of 32 bytes. */
  public static Fingerprint ofSha256(byte[] digest) {
    return new Fingerprint(SHA_256, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
  }

  /** The digest's bytes. */
  public byte[] bytes() {
    return HexFormat.ofDelimiter(":").parseHex(value);
  }

  static Optional<Fingerprint> read(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Fingerprint(text.substring(0, space), text.substring(space + 1)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
