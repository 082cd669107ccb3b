package nl.digitalebalie.protocol.binding;

import java.security.PrivateKey;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.signal.WalletDevice;

/**
 * The resident's "yes, I want to show who I am", signed with the resident's conversation key: a
 * relay cannot start a disclosure in the resident's name.
 */
public record DisclosureConsent(
    ChannelBinding binding, DisclosureId disclosure, WalletDevice device) {
  private static final String LABEL = "digitale-balie/disclose/1";

  public byte[] sign(PrivateKey residentKey) {
    return Signatures.sign(residentKey, transcript());
  }

  public boolean signedBy(PublicPoint residentKey, byte[] signature) {
    return Signatures.holds(residentKey, transcript(), signature);
  }

  private byte[] transcript() {
    return Transcript.of(LABEL)
        .field(binding.bytes())
        .text(disclosure.value())
        .text(device.name())
        .bytes();
  }
}
