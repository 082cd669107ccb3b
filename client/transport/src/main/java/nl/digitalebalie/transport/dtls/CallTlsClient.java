package nl.digitalebalie.transport.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;

/** The side that sends the ClientHello; every decision is {@link Handshake}'s. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // BouncyCastle's API predates generics.
final class CallTlsClient extends AbstractTlsClient {
  private final Handshake handshake;

  CallTlsClient(Handshake handshake) {
    super(handshake.crypto());
    this.handshake = handshake;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Handshake.versions();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Handshake.CIPHER_SUITES.clone();
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return Handshake.acceptedSignatures();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return Math.toIntExact(Handshake.TIMEOUT.toMillis());
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Math.toIntExact(Handshake.FIRST_RESEND.toMillis());
  }

  // RFC 7627: without it a man in the middle can make two sessions share one master secret.
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable inherited = super.getClientExtensions();
    Hashtable extensions = inherited == null ? new Hashtable() : inherited;
    TlsSRTPUtils.addUseSRTPExtension(extensions, handshake.offeredProfiles());
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    handshake.acceptProfile(serverExtensions);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        handshake.verifyPeer(shown.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return handshake.credentials(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    handshake.complete(context);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    handshake.alertReceived(description);
  }
}
