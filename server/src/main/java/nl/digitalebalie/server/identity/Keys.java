package nl.digitalebalie.server.identity;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as PEM (RFC 7468), the form that openssl and irma server write. */
public final class Keys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final String P256 = "secp256r1";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";

  private Keys() {}

  /** From an SPKI {@code PUBLIC KEY}; anything else is an IllegalArgumentException. */
  public static RSAPublicKey rsaPublic(String pem) {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(pem, PUBLIC)));
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not an RSA public key", wrong);
    }
  }

  /** From a PKCS #8 {@code PRIVATE KEY}. */
  public static RSAPrivateKey rsaPrivate(String pem) {
    try {
      return (RSAPrivateKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(pem, PRIVATE)));
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not an RSA private key in PKCS #8", wrong);
    }
  }

  /**
   * A file that {@link #ecPair} wrote: the private key and the public key behind each other. Two
   * halves of different pairs or another curve are an IllegalArgumentException: what such a key
   * signs nobody could verify.
   */
  public static KeyPair ec(String pem) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      ECPublicKey publicKey =
          (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(der(pem, PUBLIC)));
      ECPrivateKey privateKey =
          (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der(pem, PRIVATE)));
      if (!isP256(publicKey) || !isP256(privateKey) || !belong(privateKey, publicKey)) {
        throw new IllegalArgumentException("not a P-256 key pair");
      }
      return new KeyPair(publicKey, privateKey);
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not a P-256 key pair", wrong);
    }
  }

  /** A public key on P-256 (SPKI as PEM). */
  public static ECPublicKey ecPublic(String pem) {
    try {
      ECPublicKey key =
          (ECPublicKey)
              KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der(pem, PUBLIC)));
      if (!isP256(key)) {
        throw new IllegalArgumentException("not a key on P-256");
      }
      return key;
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("not a key on P-256", wrong);
    }
  }

  private static boolean isP256(ECKey key) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(P256));
    return key.getParams()
        .getCurve()
        .equals(parameters.getParameterSpec(ECParameterSpec.class).getCurve());
  }

  private static boolean belong(ECPrivateKey privateKey, ECPublicKey publicKey)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(privateKey);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    return signature.verify(signed);
  }

  /** A new pair on P-256. */
  public static KeyPair ecPair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(P256), random);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException impossible) {
      throw new IllegalStateException("every Java platform has P-256", impossible);
    }
  }

  public static String pem(KeyPair pair) {
    return publicPem(pair.getPublic()) + pem(PRIVATE, pair.getPrivate());
  }

  public static String publicPem(Key key) {
    return pem(PUBLIC, key);
  }

  private static String pem(String label, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static byte[] der(String pem, String label) {
    Matcher matcher = PEM.matcher(pem);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        return Base64.getMimeDecoder().decode(matcher.group(2));
      }
    }
    throw new IllegalArgumentException("no PEM block " + label);
  }
}
