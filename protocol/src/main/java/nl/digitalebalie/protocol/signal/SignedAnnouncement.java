package nl.digitalebalie.protocol.signal;

/**
 * What a party announces for one epoch beside its description: the public key of its ECDH, and its
 * conversation key's signature over epoch, {@code b}, certificate and that key ({@code
 * EpochAnnouncement}). Both base64url without padding.
 */
public record SignedAnnouncement(String ecdhKey, String signature) {
  public SignedAnnouncement {
    Shape.point(ecdhKey, "ecdhKey");
    Shape.signature(signature, "signature");
  }
}
