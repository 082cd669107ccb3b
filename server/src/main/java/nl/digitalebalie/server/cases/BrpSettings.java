package nl.digitalebalie.server.cases;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Where the population register is asked, and what a municipality's gateway wants to know of each
 * question: names and values of headers differ from one gateway to the next.
 *
 * @param base such as {@code https://gateway.example/haalcentraal/api/brp}
 * @param headers sent with every question, such as {@code x-origin-oin}
 * @param byPurpose sent with the questions of one purpose, such as {@code x-doelbinding}; a purpose
 *     without an entry is not allowed to ask
 * @param staffHeader the header that names the staff member, such as {@code x-gebruiker}
 * @param tls our client certificate, or an authority of theirs
 */
public record BrpSettings(
    URI base,
    Optional<Sensitive<String>> apiKey,
    Map<String, String> headers,
    Map<PurposeId, Map<String, String>> byPurpose,
    Optional<String> staffHeader,
    Optional<PartnerTls> tls) {
  public BrpSettings {
    Objects.requireNonNull(base);
    headers = Map.copyOf(headers);
    byPurpose = Map.copyOf(byPurpose);
  }

  /** Over connections as Java makes them. */
  public BrpSettings(
      URI base,
      Optional<Sensitive<String>> apiKey,
      Map<String, String> headers,
      Map<PurposeId, Map<String, String>> byPurpose,
      Optional<String> staffHeader) {
    this(base, apiKey, headers, byPurpose, staffHeader, Optional.empty());
  }
}
