package nl.digitalebalie.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The key and certificate of the public port, checked before anything listens: a server whose every
 * handshake fails must not look as if it ran (facts: server 2.4 point 10).
 */
public final class TlsKeys {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] PROBE =
      "the key belongs to the certificate".getBytes(StandardCharsets.US_ASCII);
  private static final char[] IN_MEMORY = "in memory only".toCharArray();

  private TlsKeys() {}

  /** What came of it. */
  public sealed interface Result {
    record Usable(SSLContext context, X509Certificate certificate) implements Result {}

    /** In a sentence for the administrator; never holds key material. */
    record Refused(String sentence) implements Result {}
  }

  /** A PKCS #12 file; its first private key is used. */
  public static Result ofKeystore(Path file, char[] password, Instant now) {
    try (InputStream stream = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(stream, password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          return checked(key, List.of(store.getCertificateChain(alias)), now);
        }
      }
      return new Result.Refused("holds no private key");
    } catch (IOException unreadable) {
      return new Result.Refused("cannot be opened; is it PKCS #12 and the password right?");
    } catch (GeneralSecurityException broken) {
      return new Result.Refused("holds a key that cannot be used");
    }
  }

  /** Two PEM files: a certificate chain, leaf first, and a PKCS #8 key (RFC 7468). */
  public static Result ofPem(Path certificates, Path privateKey, Instant now) {
    try (InputStream stream = Files.newInputStream(certificates)) {
      List<Certificate> chain =
          new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(stream));
      Optional<PrivateKey> key = key(Files.readString(privateKey));
      if (key.isEmpty()) {
        return new Result.Refused("the key file holds no PKCS #8 key (BEGIN PRIVATE KEY)");
      }
      return checked(key.get(), chain, now);
    } catch (IOException unreadable) {
      return new Result.Refused("cannot be read");
    } catch (GeneralSecurityException broken) {
      return new Result.Refused("holds a certificate or key that cannot be used");
    }
  }

  private static Optional<PrivateKey> key(String pem) throws GeneralSecurityException {
    Matcher matcher = PRIVATE_KEY.matcher(pem);
    if (!matcher.find()) {
      return Optional.empty();
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    try {
      return Optional.of(KeyFactory.getInstance("EC").generatePrivate(spec));
    } catch (GeneralSecurityException notElliptic) {
      return Optional.of(KeyFactory.getInstance("RSA").generatePrivate(spec));
    }
  }

  private static Result checked(PrivateKey key, List<Certificate> chain, Instant now)
      throws GeneralSecurityException, IOException {
    if (chain.isEmpty() || !(chain.getFirst() instanceof X509Certificate leaf)) {
      return new Result.Refused("holds no certificate for its key");
    }
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      return new Result.Refused("the certificate expired at " + leaf.getNotAfter().toInstant());
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      return new Result.Refused(
          "the certificate is not valid before " + leaf.getNotBefore().toInstant());
    }
    if (!belongs(key, leaf.getPublicKey())) {
      return new Result.Refused("the key does not belong to the certificate");
    }
    return new Result.Usable(context(key, chain), leaf);
  }

  private static boolean belongs(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(PROBE);
    return signature.verify(signed);
  }

  private static SSLContext context(PrivateKey key, List<Certificate> chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY);
    store.setKeyEntry("server", key, IN_MEMORY, chain.toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, IN_MEMORY);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
