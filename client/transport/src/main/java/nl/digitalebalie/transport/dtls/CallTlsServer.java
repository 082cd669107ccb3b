package nl.digitalebalie.transport.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The side that waits for the ClientHello; every decision is {@link Handshake}'s. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // BouncyCastle's API predates generics.
final class CallTlsServer extends AbstractTlsServer {
  private final Handshake handshake;
  private @Nullable UseSRTPData chosen;

  CallTlsServer(Handshake handshake) {
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
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    chosen = handshake.chooseProfile(clientExtensions);
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable inherited = super.getServerExtensions();
    Hashtable extensions = inherited == null ? new Hashtable() : inherited;
    TlsSRTPUtils.addUseSRTPExtension(extensions, chosen);
    return extensions;
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return handshake.credentials(context);
  }

  // RFC 8827 section 6.5 has both ends check a fingerprint, so the client must show a certificate.
  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign}, Handshake.acceptedSignatures(), null);
  }

  @Override
  public void notifyClientCertificate(Certificate shown) throws IOException {
    handshake.verifyPeer(shown);
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
