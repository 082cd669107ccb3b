package nl.digitalebalie.server.cases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Connections to a partner that demands a client certificate (mutual TLS), or whose own certificate
 * is signed by an authority of its own.
 */
public record PartnerTls(SSLSocketFactory sockets, X509TrustManager trust) {

  /** What came of reading the files. */
  public sealed interface Result {
    /**
     * Usable.
     *
     * @param expires when the client certificate ends; empty where there is none
     */
    record Usable(PartnerTls tls, Optional<Instant> expires) implements Result {}

    /**
     * In a sentence for the administrator; never holds key material.
     *
     * @param key of the section that is at fault
     */
    record Refused(String key, String sentence) implements Result {}
  }

  /** A PKCS #12 file with one private key and its certificates. */
  public record Identity(Path keystore, String password) {
    @Override
    public String toString() {
      return "Identity[" + keystore + "]";
    }
  }

  /**
   * Reads what is there.
   *
   * @param trusted certificates as PEM; whom Java trusts when empty
   */
  public static Result of(Optional<Identity> identity, Optional<Path> trusted) {
    Optional<KeyStore> ours = Optional.empty();
    Optional<Instant> expires = Optional.empty();
    if (identity.isPresent()) {
      try {
        KeyStore store = keys(identity.get());
        expires = expiry(store);
        ours = Optional.of(store);
      } catch (IOException unreadable) {
        return new Result.Refused(
            "clientKeystore", "cannot be opened; is it PKCS #12 and clientPassword right?");
      } catch (GeneralSecurityException unusable) {
        return new Result.Refused("clientKeystore", "holds a key that cannot be used");
      }
      if (expires.isEmpty()) {
        return new Result.Refused("clientKeystore", "holds no private key with its certificate");
      }
    }
    try {
      X509TrustManager trust = trust(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers(ours, identity), new TrustManager[] {trust}, null);
      return new Result.Usable(new PartnerTls(context.getSocketFactory(), trust), expires);
    } catch (IOException | GeneralSecurityException unusable) {
      return new Result.Refused("trust", "holds no certificate as PEM");
    }
  }

  private static KeyStore keys(Identity identity) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity.keystore())) {
      store.load(in, identity.password().toCharArray());
    }
    for (String alias : Collections.list(store.aliases())) {
      store.getKey(alias, identity.password().toCharArray()); // a wrong password is known now
    }
    return store;
  }

  private static Optional<Instant> expiry(KeyStore store) throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        return Optional.of(certificate.getNotAfter().toInstant());
      }
    }
    return Optional.empty();
  }

  private static KeyManager[] managers(Optional<KeyStore> store, Optional<Identity> identity)
      throws GeneralSecurityException {
    if (store.isEmpty() || identity.isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store.get(), identity.get().password().toCharArray());
    return factory.getKeyManagers();
  }

  private static X509TrustManager trust(Optional<Path> pem)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    if (pem.isPresent()) {
      try (InputStream in = Files.newInputStream(pem.get())) {
        Collection<? extends Certificate> all =
            CertificateFactory.getInstance("X.509").generateCertificates(in);
        int place = 0;
        for (Certificate each : all) {
          trusted.setCertificateEntry("partner-" + place++, each);
        }
        if (place == 0) {
          throw new IOException("no certificate");
        }
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (pem.isPresent()) {
      factory.init(trusted);
    } else {
      factory.init((KeyStore) null);
    }
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }
}
