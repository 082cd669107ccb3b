package nl.digitalebalie.protocol.binding;

import java.security.PrivateKey;
import java.util.Arrays;

/**
 * What a party announces for one epoch, signed with its conversation key: the certificate that its
 * DTLS will show and the ECDH key for chat.
 *
 * @param epoch counts up from 1
 * @param fingerprint SHA-256 of the DTLS certificate, 32 bytes; {@link #NO_MEDIA} when this epoch
 *     carries messages only (chat, telephone beside the page)
 * @param ecdhKey fresh for this epoch
 */
public record EpochAnnouncement(
    Party party, int epoch, ChannelBinding binding, byte[] fingerprint, PublicPoint ecdhKey) {
  private static final String LABEL = "digitale-balie/epoch/1";
  private static final int FINGERPRINT_BYTES = 32;
  private static final byte[] NO_MEDIA = new byte[0];

  public EpochAnnouncement {
    if (fingerprint.length != FINGERPRINT_BYTES && fingerprint.length != NO_MEDIA.length) {
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

  /** What stands in the place of a fingerprint when no media flows in this epoch. */
  public static byte[] noMedia() {
    return NO_MEDIA;
  }

  public byte[] sign(PrivateKey conversationKey) {
    return Signatures.sign(conversationKey, transcript());
  }

  /**
   * Whether this party's conversation key signed exactly this; false for any malformed signature.
   */
  public boolean signedBy(PublicPoint conversationKey, byte[] signature) {
    return Signatures.holds(conversationKey, transcript(), signature);
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
