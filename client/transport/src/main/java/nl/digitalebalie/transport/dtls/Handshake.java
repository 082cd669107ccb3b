package nl.digitalebalie.transport.dtls;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.transport.srtp.SrtpKeys;
import nl.digitalebalie.transport.srtp.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What both roles of a handshake decide alike: versions, suites, profiles, and above all whether
 * the certificate shown is the one announced. Owned by the association's thread.
 */
final class Handshake {
  /** A stalled handshake ends the attempt; BouncyCastle's own default is to wait for ever. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** BouncyCastle's default of 1 s makes one lost flight cost a second of silence. */
  static final Duration FIRST_RESEND = Duration.ofMillis(150);

  // RFC 8827 section 6.5: "All implementations MUST support DTLS 1.2 with the
  // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 cipher suite and the P-256 curve".
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  private static final byte[] NO_MKI = {};
  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

  private final DtlsIdentity identity;
  private final Fingerprint expected;
  private final List<SrtpProfile> profiles;
  private final BcTlsCrypto crypto;
  private @Nullable SrtpProfile agreed;
  private @Nullable DtlsFailure failure;
  private @Nullable SrtpKeys keys;
  private boolean peerVerified;
  private boolean peerClosed;

  Handshake(
      DtlsIdentity identity, Fingerprint expected, List<SrtpProfile> profiles, BcTlsCrypto crypto) {
    this.identity = identity;
    this.expected = expected;
    this.profiles = List.copyOf(profiles);
    this.crypto = crypto;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  static ProtocolVersion[] versions() {
    return ProtocolVersion.DTLSv12.only();
  }

  Optional<SrtpKeys> keys() {
    return Optional.ofNullable(keys);
  }

  Optional<DtlsFailure> failure() {
    return Optional.ofNullable(failure);
  }

  boolean peerClosed() {
    return peerClosed;
  }

  /** RFC 5764 section 4.1.1: the client lists its profiles in descending order of preference. */
  UseSRTPData offeredProfiles() {
    return new UseSRTPData(profiles.stream().mapToInt(SrtpProfile::code).toArray(), NO_MKI);
  }

  /** The server's choice, by our own preference. */
  UseSRTPData chooseProfile(Hashtable<?, ?> clientExtensions) throws java.io.IOException {
    UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
    int[] codes = offered == null ? new int[0] : offered.getProtectionProfiles();
    SrtpProfile choice =
        profiles.stream()
            .filter(profile -> Arrays.stream(codes).anyMatch(code -> code == profile.code()))
            .findFirst()
            .orElseThrow(this::noCommonProfile);
    agreed = choice;
    // RFC 5764 section 4.1.3: the MKI is echoed or left empty; we use none.
    return new UseSRTPData(new int[] {choice.code()}, NO_MKI);
  }

  /** The client's check of what the server chose. */
  void acceptProfile(Hashtable<?, ?> serverExtensions) throws java.io.IOException {
    UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
    if (chosen == null) {
      throw noCommonProfile();
    }
    // RFC 5764 section 4.1.1: "the server ... selects exactly one", and one of those offered.
    int[] codes = chosen.getProtectionProfiles();
    if (codes.length != 1 || chosen.getMki().length != 0) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter);
    }
    agreed =
        SrtpProfile.ofCode(codes[0]).filter(profiles::contains).orElseThrow(this::noCommonProfile);
  }

  private TlsFatalAlert noCommonProfile() {
    failure = DtlsFailure.NO_COMMON_SRTP_PROFILE;
    return new TlsFatalAlert(AlertDescription.handshake_failure);
  }

  /**
   * RFC 8122 section 6.2: "The certificate fingerprint of the presented certificate ... MUST
   * match"; "If the fingerprint does not match ... the media connection MUST be torn down".
   */
  void verifyPeer(Certificate shown) throws java.io.IOException {
    if (shown.isEmpty()) {
      failure = DtlsFailure.CERTIFICATE_MISSING;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
    Fingerprint seen = DtlsIdentity.fingerprintOf(shown.getCertificateAt(0).getEncoded());
    boolean same =
        expected.hash().equals(Fingerprint.SHA_256)
            && MessageDigest.isEqual(expected.bytes(), seen.bytes());
    if (!same) {
      failure = DtlsFailure.FINGERPRINT_MISMATCH;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
    peerVerified = true;
  }

  TlsCredentialedSigner credentials(TlsContext context) throws java.io.IOException {
    TlsCertificate own = crypto.createCertificate(identity.certificate());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {own}),
        ECDSA_SHA256);
  }

  /** The signatures a peer's certificate may prove itself with. */
  static Vector<SignatureAndHashAlgorithm> acceptedSignatures() {
    Vector<SignatureAndHashAlgorithm> accepted = new Vector<>();
    accepted.add(ECDSA_SHA256);
    accepted.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa));
    return accepted;
  }

  /** RFC 5764 section 4.2: keys are exported once the handshake is complete, never before. */
  void complete(TlsContext context) throws java.io.IOException {
    SrtpProfile profile = agreed;
    if (!peerVerified || profile == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    // RFC 5764 section 4.2: no context value; RFC 5705 section 4 tells none and empty apart.
    byte[] exported =
        context.exportKeyingMaterial(
            ExporterLabel.dtls_srtp, null, SrtpKeys.exportedBytes(profile));
    keys =
        context.isServer()
            ? SrtpKeys.ofServer(profile, exported)
            : SrtpKeys.ofClient(profile, exported);
    Arrays.fill(exported, (byte) 0);
  }

  void alertReceived(short description) {
    if (description == AlertDescription.close_notify) {
      peerClosed = true;
    } else if (failure == null) {
      failure = DtlsFailure.PEER_REFUSED;
    }
  }
}
