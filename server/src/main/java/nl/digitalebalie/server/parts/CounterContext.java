package nl.digitalebalie.server.parts;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.server.relay.ResidentPort;
import nl.digitalebalie.server.store.Store;

/**
 * What the counter part is given at start, beside its own configuration.
 *
 * @param publicUrl base of the address that residents and identity providers reach, without a
 *     trailing slash
 * @param municipalityNames as residents read them
 */
public record CounterContext(
    Mode mode,
    String publicUrl,
    Map<MunicipalityId, String> municipalityNames,
    Store store,
    ResidentPort residents,
    InstantSource clock,
    SecureRandom random) {
  public CounterContext {
    municipalityNames = Map.copyOf(municipalityNames);
  }
}
