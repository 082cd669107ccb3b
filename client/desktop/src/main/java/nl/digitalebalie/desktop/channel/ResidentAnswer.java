package nl.digitalebalie.desktop.channel;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.EpochAnnouncement;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;

/**
 * What an announcement says, checked: the one fingerprint of a description, the resident's
 * signature over it. Nothing of a refused answer is used.
 */
sealed interface ResidentAnswer {
  record Holds(EpochAnnouncement announcement) implements ResidentAnswer {}

  record Refused(ChannelFault fault) implements ResidentAnswer {}

  /**
   * Checks an answer.
   *
   * @param residentKey {@code K_R}, under which {@code binding} was made
   */
  static ResidentAnswer check(
      int epoch,
      ChannelBinding binding,
      PublicPoint residentKey,
      Optional<String> sdp,
      SignedAnnouncement said) {
    FingerprintOf of = sdp.map(FingerprintOf::description).orElseGet(FingerprintOf.None::new);
    return switch (of) {
      case FingerprintOf.Unusable(ChannelFault fault) -> new Refused(fault);
      case FingerprintOf.One(byte[] digest) -> check(epoch, binding, residentKey, digest, said);
      case FingerprintOf.None _ ->
          check(epoch, binding, residentKey, EpochAnnouncement.noMedia(), said);
    };
  }

  private static ResidentAnswer check(
      int epoch,
      ChannelBinding binding,
      PublicPoint residentKey,
      byte[] fingerprint,
      SignedAnnouncement said) {
    Optional<PublicPoint> ecdh = PublicPoint.parse(said.ecdhKey());
    if (ecdh.isEmpty()) {
      return new Refused(ChannelFault.ANNOUNCED_KEY_REFUSED);
    }
    EpochAnnouncement announcement =
        new EpochAnnouncement(Party.RESIDENT, epoch, binding, fingerprint, ecdh.get());
    return announcement.signedBy(residentKey, signature(said))
        ? new Holds(announcement)
        : new Refused(ChannelFault.SIGNATURE_REFUSED);
  }

  private static byte[] signature(SignedAnnouncement said) {
    try {
      return Base64.getUrlDecoder().decode(said.signature());
    } catch (IllegalArgumentException malformed) {
      return new byte[0]; // no signature of anything
    }
  }

  /** The certificate that a description announces. */
  sealed interface FingerprintOf {
    record One(byte[] digest) implements FingerprintOf {}

    /** There is no description. */
    record None() implements FingerprintOf {}

    record Unusable(ChannelFault fault) implements FingerprintOf {}

    /**
     * Exactly one value on session and media lines, and SHA-256: with two, the one that was signed
     * need not be the one that the handshake is checked against.
     */
    static FingerprintOf description(String sdp) {
      return switch (SessionDescription.parse(sdp)) {
        case SdpResult.Refused _ -> new Unusable(ChannelFault.DESCRIPTION_REFUSED);
        case SdpResult.Parsed(SessionDescription description) -> {
          List<Fingerprint> all = description.everywhere(Fingerprint.class).distinct().toList();
          yield all.size() == 1 && all.getFirst().hash().equals(Fingerprint.SHA_256)
              ? new One(all.getFirst().bytes())
              : new Unusable(ChannelFault.FINGERPRINT_NOT_ONE);
        }
      };
    }
  }
}
