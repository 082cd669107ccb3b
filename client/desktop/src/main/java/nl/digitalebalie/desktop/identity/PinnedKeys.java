package nl.digitalebalie.desktop.identity;

import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/**
 * The keys that the administrator pinned; more than one of a kind while keys are exchanged.
 *
 * @param attestation of the gate, P-256
 * @param irmaResult of the irma server that signs results, RSA
 * @param irmaIssuer the {@code iss} that this irma server writes
 */
public record PinnedKeys(
    List<ECPublicKey> attestation, List<RSAPublicKey> irmaResult, String irmaIssuer) {
  public PinnedKeys {
    attestation = List.copyOf(attestation);
    irmaResult = List.copyOf(irmaResult);
    if (attestation.isEmpty() || irmaResult.isEmpty() || irmaIssuer.isBlank()) {
      throw new IllegalArgumentException("keys are missing");
    }
  }
}
