package nl.digitalebalie.protocol.binding;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The short authentication string over {@code b}, with commitment, so that whoever stands in the
 * middle has one blind guess in a million (RFC 6189 4.3 explains the idea). The counter commits to
 * its nonce, the resident sends a nonce, the counter reveals; both then derive the same six digits.
 * The resident shows the code and the staff member types it.
 */
public final class SpokenCode {
  public static final int NONCE_BYTES = 32;
  private static final String COMMIT_LABEL = "sas-commit/1";
  private static final String CODE_LABEL = "sas-code/1";
  private static final int CODE_SOURCE_BYTES = 8;
  private static final BigInteger CODES = BigInteger.valueOf(1_000_000);

  private SpokenCode() {}

  /** SHA-256(label, nonce of the counter, b). */
  public static byte[] commitment(byte[] counterNonce, ChannelBinding binding) {
    requireNonce(counterNonce);
    return Transcript.sha256(join(label(COMMIT_LABEL), counterNonce, binding.bytes()));
  }

  /** Whether the revealed nonce is the one that was committed to; compared in constant time. */
  public static boolean reveals(byte[] commitment, byte[] counterNonce, ChannelBinding binding) {
    return counterNonce.length == NONCE_BYTES
        && MessageDigest.isEqual(commitment, commitment(counterNonce, binding));
  }

  /** Six digits, leading zeros kept. */
  public static String code(byte[] residentNonce, byte[] counterNonce, ChannelBinding binding) {
    requireNonce(residentNonce);
    requireNonce(counterNonce);
    byte[] mac = hmac(join(residentNonce, counterNonce), join(label(CODE_LABEL), binding.bytes()));
    BigInteger number = new BigInteger(1, Arrays.copyOf(mac, CODE_SOURCE_BYTES));
    return String.format(Locale.ROOT, "%06d", number.mod(CODES).intValueExact());
  }

  private static void requireNonce(byte[] nonce) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 32 bytes");
    }
  }

  private static byte[] label(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException("the JDK has no HMAC-SHA-256", everyJdkHasIt);
    }
  }
}
