package nl.digitalebalie.transport.srtp;

import java.util.Optional;

/**
 * The SRTP protection profiles that a call may use, best first.
 *
 * <p>Sizes are in bytes. Sources: RFC 5764 section 4.1.2 for the counter mode profile, RFC 7714
 * sections 12 and 14.2 for the AEAD profile. Nothing weaker is here, so nothing weaker can be
 * agreed.
 */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 16, 12, 16),
  AES128_CM_SHA1_80(0x0001, 16, 14, 10);

  private final int code;
  private final int keyBytes;
  private final int saltBytes;
  private final int tagBytes;

  SrtpProfile(int code, int keyBytes, int saltBytes, int tagBytes) {
    this.code = code;
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /** The number of this profile in the use_srtp extension (IANA registry of RFC 5764). */
  public int code() {
    return code;
  }

  public int keyBytes() {
    return keyBytes;
  }

  public int saltBytes() {
    return saltBytes;
  }

  int tagBytes() {
    return tagBytes;
  }

  /** The profile with this number, empty when it is not one of ours. */
  public static Optional<SrtpProfile> ofCode(int code) {
    for (SrtpProfile profile : values()) {
      if (profile.code == code) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }
}
