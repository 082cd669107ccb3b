package nl.digitalebalie.protocol.binding;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * What a party announces for one epoch, signed with its conversation key: the certificate that its
 * DTLS will show and the ECDH key for chat.
 *
 * @param epoch counts up from 1
 * @param fingerprint SHA-256 of the DTLS certificate, 32 bytes
 * @param ecdhKey fresh for this epoch
 */
public record EpochAnnouncement(
    Party party, int epoch, ChannelBinding binding, byte[] fingerprint, PublicPoint ecdhKey) {
  private static final String LABEL = "digitale-balie/epoch/1";
  static final int FINGERPRINT_BYTES = 32;

  /**
   * ECDSA on P-256 with SHA-256, the two numbers side by side: what WebCrypto makes (IEEE P1363).
   */
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private static final int SIGNATURE_BYTES = 64;

  public EpochAnnouncement {
    if (fingerprint.length != FINGERPRINT_BYTES) {
      throw new IllegalArgumentException("a SHA-256 fingerprint has 32 bytes");
    }
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs count from 1");
    }
    fingerprint = fingerprint.clone();
  }

  @Override
  public byte[] fingerprint() {
    return fingerprint.clone();
  }

  public byte[] sign(PrivateKey conversationKey) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(conversationKey);
      signature.update(transcript());
      return signature.sign();
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("the conversation key cannot sign", unusable);
    }
  }

  /**
   * Whether this party's conversation key signed exactly this; false for any malformed signature.
   */
  public boolean signedBy(PublicPoint conversationKey, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(conversationKey.key());
      verifier.update(transcript());
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  byte[] transcript() {
    return Transcript.of(LABEL)
        .text(party.mark())
        .number(epoch)
        .field(binding.bytes())
        .field(fingerprint)
        .field(ecdhKey.bytes())
        .bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochAnnouncement that
        && party == that.party
        && epoch == that.epoch
        && binding.equals(that.binding)
        && Arrays.equals(fingerprint, that.fingerprint)
        && ecdhKey.equals(that.ecdhKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(transcript());
  }
}
