package nl.digitalebalie.rtc.negotiate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;

/**
 * What every description of a peer must satisfy before anything else is read from it: media is
 * bound to one certificate and travels over one transport, or there is no call.
 */
final class Requirements {
  /** RFC 8827 section 6.5, RFC 8829 section 5.1.2: the only profile for media. */
  static final String PROFILE = "UDP/TLS/RTP/SAVPF";

  private Requirements() {}

  /** Throws {@link Refusal} at the first requirement that is not met. */
  static void check(SessionDescription description, List<MediaDescription> active) {
    checkKeys(description);
    checkMids(description);
    Set<String> bundled = bundledMids(description);
    for (MediaDescription media : active) {
      if (!media.protocol().equals(PROFILE)) {
        throw new Refusal(NegotiationFault.PROFILE_REFUSED, "media without DTLS-SRTP");
      }
      if (media.mid().filter(bundled::contains).isEmpty()) {
        throw new Refusal(NegotiationFault.BUNDLE_MISSING, "an m-line outside the BUNDLE group");
      }
      if (media.first(Attribute.RtcpMux.class).isEmpty()) {
        throw new Refusal(NegotiationFault.RTCP_MUX_MISSING, "an m-line without rtcp-mux");
      }
      if (description.inherited(media, Fingerprint.class).isEmpty()) {
        throw new Refusal(NegotiationFault.FINGERPRINT_MISSING, "an m-line without fingerprint");
      }
    }
  }

  private static void checkKeys(SessionDescription description) {
    // RFC 8827 section 6.5: "Implementations MUST NOT offer SDES or select it if offered."
    if (description.everywhere(Attribute.Crypto.class).findAny().isPresent()) {
      throw new Refusal(NegotiationFault.SDES_REFUSED, "keys inside the description");
    }
    List<Fingerprint> fingerprints = description.everywhere(Fingerprint.class).toList();
    if (fingerprints.isEmpty()) {
      throw new Refusal(NegotiationFault.FINGERPRINT_MISSING, "no fingerprint");
    }
    if (fingerprints.stream().anyMatch(print -> !print.hash().equals(Fingerprint.SHA_256))) {
      throw new Refusal(NegotiationFault.FINGERPRINT_HASH_REFUSED, "a hash other than SHA-256");
    }
    if (new HashSet<>(fingerprints).size() > 1) {
      throw new Refusal(NegotiationFault.FINGERPRINT_AMBIGUOUS, "more than one certificate");
    }
  }

  private static void checkMids(SessionDescription description) {
    Set<String> seen = new HashSet<>();
    for (MediaDescription media : description.media()) {
      if (!media.mid().map(seen::add).orElse(true)) {
        throw new Refusal(NegotiationFault.MEDIA_MISMATCH, "two m-lines with one mid");
      }
    }
  }

  private static Set<String> bundledMids(SessionDescription description) {
    return description
        .all(Attribute.Group.class)
        .filter(group -> group.semantics().equals("BUNDLE"))
        .flatMap(group -> group.mids().stream())
        .collect(Collectors.toSet());
  }

  /** The one transport of the bundle. */
  static RemoteTransport transport(SessionDescription description, List<MediaDescription> active) {
    return new RemoteTransport(
        same(description, active, Attribute.IceUfrag.class).value(),
        same(description, active, Attribute.IcePwd.class).value(),
        description.everywhere(Fingerprint.class).findFirst().orElseThrow(),
        description.everywhere(Candidate.class).toList());
  }

  /** The DTLS setup role of the bundle. */
  static SetupRole setup(SessionDescription description, List<MediaDescription> active) {
    Set<SetupRole> roles =
        active.stream()
            .map(media -> description.inherited(media, Attribute.Setup.class))
            .flatMap(Optional::stream)
            .map(Attribute.Setup::role)
            .collect(Collectors.toSet());
    if (roles.size() != 1) {
      throw new Refusal(NegotiationFault.SETUP_REFUSED, "no setup role, or more than one");
    }
    return roles.iterator().next();
  }

  private static <A extends Attribute> A same(
      SessionDescription description, List<MediaDescription> active, Class<A> type) {
    Set<A> values =
        active.stream()
            .map(media -> description.inherited(media, type))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (values.size() != 1) {
      throw new Refusal(
          NegotiationFault.ICE_CREDENTIALS_MISSING, "no ICE credentials, or more than one");
    }
    return values.iterator().next();
  }
}
