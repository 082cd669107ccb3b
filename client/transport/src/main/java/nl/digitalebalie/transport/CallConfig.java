package nl.digitalebalie.transport;

import java.util.List;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.transport.ice.IcePolicy;
import nl.digitalebalie.transport.srtp.SrtpProfile;

/**
 * How a call's transport behaves.
 *
 * @param rtc the engine's settings
 * @param ice where to listen, whom to contact, what to disclose, which servers to use
 * @param srtpProfiles acceptable protection, best first
 */
public record CallConfig(RtcConfig rtc, IcePolicy ice, List<SrtpProfile> srtpProfiles) {
  public CallConfig {
    srtpProfiles = List.copyOf(srtpProfiles);
    if (srtpProfiles.isEmpty()) {
      throw new IllegalArgumentException("a call needs at least one SRTP profile");
    }
  }

  /** The product's settings with this ICE policy. */
  public static CallConfig standard(IcePolicy ice) {
    return new CallConfig(RtcConfig.standard(), ice, List.of(SrtpProfile.values()));
  }
}
