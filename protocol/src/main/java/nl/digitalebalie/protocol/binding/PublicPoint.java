package nl.digitalebalie.protocol.binding;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key on P-256 as an uncompressed point (SEC 1 2.3.3: 0x04, X, Y; 65 bytes). Only points
 * on the curve exist as values of this type; P-256 has cofactor 1, so there are no low-order points
 * beside infinity, which has no such form.
 */
public final class PublicPoint {
  static final int BYTES = 65;
  private static final int COORDINATE_BYTES = 32;
  private static final byte UNCOMPRESSED = 0x04;
  private static final ECParameterSpec P256 = p256();

  private final byte[] point;

  private PublicPoint(byte[] point) {
    this.point = point;
  }

  /** The key, or empty when the bytes are not a point on P-256 in uncompressed form. */
  public static Optional<PublicPoint> parse(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] != UNCOMPRESSED) {
      return Optional.empty();
    }
    PublicPoint candidate = new PublicPoint(bytes.clone());
    return onCurve(candidate.x(), candidate.y()) ? Optional.of(candidate) : Optional.empty();
  }

  /**
   * As it travels in messages: base64url without padding, in the one spelling that we write, so
   * that two texts are the same key only if they are equal.
   */
  public static Optional<PublicPoint> parse(String base64url) {
    try {
      return parse(Base64.getUrlDecoder().decode(base64url))
          .filter(point -> point.base64url().equals(base64url));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  public static PublicPoint of(ECPublicKey key) {
    byte[] bytes = new byte[BYTES];
    bytes[0] = UNCOMPRESSED;
    putUnsigned(key.getW().getAffineX(), bytes, 1);
    putUnsigned(key.getW().getAffineY(), bytes, 1 + COORDINATE_BYTES);
    return parse(bytes).orElseThrow(() -> new IllegalArgumentException("a key on P-256 is needed"));
  }

  public ECPublicKey key() {
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(new ECPoint(x(), y()), P256));
    } catch (GeneralSecurityException invalid) {
      throw new IllegalStateException("a checked point must make a key", invalid);
    }
  }

  public byte[] bytes() {
    return point.clone();
  }

  public String base64url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
  }

  static ECParameterSpec curve() {
    return P256;
  }

  private BigInteger x() {
    return new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES));
  }

  private BigInteger y() {
    return new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, BYTES));
  }

  /** y^2 = x^3 + ax + b (mod p), with both coordinates reduced (SEC 1 3.2.2.1). */
  private static boolean onCurve(BigInteger x, BigInteger y) {
    BigInteger p = ((ECFieldFp) P256.getCurve().getField()).getP();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
    return y.modPow(BigInteger.TWO, p).equals(right);
  }

  private static void putUnsigned(BigInteger value, byte[] target, int offset) {
    byte[] magnitude = value.toByteArray();
    int skip = Math.max(0, magnitude.length - COORDINATE_BYTES);
    int length = magnitude.length - skip;
    System.arraycopy(magnitude, skip, target, offset + COORDINATE_BYTES - length, length);
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException("the JDK has no P-256", everyJdkHasIt);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicPoint that && Arrays.equals(point, that.point);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(point);
  }

  @Override
  public String toString() {
    return "PublicPoint[" + base64url().substring(0, 8) + "…]";
  }
}
