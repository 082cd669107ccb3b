package nl.digitalebalie.server.relay;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;

/**
 * Which descriptions and candidates the relay passes on. The clients check again; this keeps a
 * broken or hostile one from reaching the other side at all.
 */
final class SdpPolicy {
  /** RFC 8827 section 6.5: media is DTLS-SRTP; RFC 8834 names the profile. */
  private static final Set<String> PROFILES =
      Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP");

  /**
   * Addresses under which clouds hand out credentials; an honest peer never names one, and nobody's
   * browser or desktop must be made to knock there.
   */
  private static final Set<String> METADATA =
      Set.of("169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200");

  private SdpPolicy() {}

  static boolean allows(String sdp) {
    return switch (SessionDescription.parse(sdp)) {
      case SdpResult.Parsed(SessionDescription description) -> allows(description);
      case SdpResult.Refused refused -> false;
    };
  }

  static boolean allows(nl.digitalebalie.protocol.signal.Candidate candidate) {
    // RFC 8840 section 8.2: an empty candidate says "no more" and names no address.
    return candidate.line().isEmpty()
        || Candidate.parse(candidate.line()).filter(SdpPolicy::reachable).isPresent();
  }

  private static boolean allows(SessionDescription description) {
    return !description.media().isEmpty()
        && description.media().stream()
            .allMatch(media -> media.isRefused() || secured(description, media))
        && description.everywhere(Fingerprint.class).allMatch(SdpPolicy::strong)
        && oneFingerprint(description)
        && description.everywhere(Attribute.Other.class).noneMatch(SdpPolicy::disguised)
        && description.everywhere(Candidate.class).allMatch(SdpPolicy::reachable)
        // RFC 8827 section 6.5: "SDES MUST NOT be offered" (the a=crypto line of RFC 4568).
        && description.everywhere(Attribute.Crypto.class).findAny().isEmpty();
  }

  private static boolean secured(SessionDescription description, MediaDescription media) {
    return PROFILES.contains(media.protocol())
        && description.inherited(media, Fingerprint.class).isPresent();
  }

  private static boolean strong(Fingerprint fingerprint) {
    return fingerprint.hash().equals(Fingerprint.SHA_256);
  }

  /** Two certificates in one description could hide a second endpoint behind the first. */
  private static boolean oneFingerprint(SessionDescription description) {
    List<Fingerprint> different =
        description.everywhere(Fingerprint.class).distinct().limit(2).toList();
    return different.size() == 1;
  }

  /** Names of attributes know no capitals; whoever writes some hopes for a lenient reader. */
  private static boolean disguised(Attribute.Other other) {
    return Set.of("fingerprint", "crypto").contains(other.name().toLowerCase(Locale.ROOT));
  }

  private static boolean reachable(Candidate candidate) {
    return !METADATA.contains(candidate.address());
  }
}
