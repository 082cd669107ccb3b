package nl.digitalebalie.server.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of one file and in nobody else, for an authority of one's own. */
public final class LinkTrust {
  private LinkTrust() {}

  /** Empty when the file holds no certificate that can be read. */
  public static Optional<SSLContext> of(Path pem) {
    try (InputStream stream = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(stream);
      if (certificates.isEmpty()) {
        return Optional.empty();
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int place = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("relay-" + place++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException unusable) {
      return Optional.empty();
    }
  }
}
