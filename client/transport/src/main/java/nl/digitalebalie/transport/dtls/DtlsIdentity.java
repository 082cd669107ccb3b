package nl.digitalebalie.transport.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * A self-signed ECDSA P-256 certificate made for one call and forgotten with it.
 *
 * <p>Nobody trusts the certificate itself: the peer compares its SHA-256 fingerprint with the one
 * it was told through signalling (RFC 8122 section 5, RFC 8827 section 6.5). Fresh per call, so
 * that two calls cannot be linked by it.
 */
public final class DtlsIdentity {
  // Clocks of residents' devices are often wrong by hours; browsers check nothing, gateways may.
  private static final Duration CLOCK_SLACK = Duration.ofDays(1);
  private static final Duration LIFETIME = Duration.ofDays(2);
  private static final int SERIAL_BITS = 64;

  private final byte[] certificate;
  private final AsymmetricKeyParameter privateKey;
  private final Fingerprint fingerprint;

  private DtlsIdentity(byte[] certificate, AsymmetricKeyParameter privateKey) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.fingerprint = fingerprintOf(certificate);
  }

  /** Makes a fresh key and certificate. */
  public static DtlsIdentity fresh(SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
      return new DtlsIdentity(selfSign(pair, key, random, now), key);
    } catch (GeneralSecurityException | IOException | OperatorCreationException broken) {
      throw new IllegalStateException("this JDK cannot make an ECDSA P-256 certificate", broken);
    }
  }

  private static byte[] selfSign(
      KeyPair pair, AsymmetricKeyParameter key, SecureRandom random, Instant now)
      throws IOException, OperatorCreationException {
    // The name says nothing on purpose: it travels in the clear in DTLS 1.2.
    X500Name name = new X500Name("CN=call");
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CLOCK_SLACK)),
            Date.from(now.plus(LIFETIME)),
            name,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
    ContentSigner signer =
        new BcECContentSignerBuilder(algorithm, digest).setSecureRandom(random).build(key);
    return builder.build(signer).getEncoded();
  }

  static Fingerprint fingerprintOf(byte[] certificate) {
    try {
      return Fingerprint.ofSha256(MessageDigest.getInstance("SHA-256").digest(certificate));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("every JDK has SHA-256", broken);
    }
  }

  /** What goes into {@code a=fingerprint}. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  byte[] certificate() {
    return certificate.clone();
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }
}
