package nl.digitalebalie.server.parts;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.relay.ResidentPort;
import nl.digitalebalie.server.store.Store;

/**
 * What the counter part is given at start, beside its own configuration.
 *
 * @param publicUrl base of the address that residents and identity providers reach, without a
 *     trailing slash
 * @param municipalityNames as residents read them
 * @param offices what the counter part knows of each municipality beside its name
 */
public record CounterContext(
    Mode mode,
    String publicUrl,
    Map<MunicipalityId, String> municipalityNames,
    Map<MunicipalityId, Office> offices,
    Store store,
    ResidentPort residents,
    InstantSource clock,
    SecureRandom random) {
  public CounterContext {
    municipalityNames = Map.copyOf(municipalityNames);
    offices = Map.copyOf(offices);
  }

  /**
   * A municipality as the counter part needs it.
   *
   * @param topics their titles, in the language in which contacts are registered
   * @param rsin whose cases belong to it; empty where there is no other municipality
   */
  public record Office(Promise promise, Map<TopicId, String> topics, Optional<String> rsin) {
    public Office {
      Objects.requireNonNull(rsin);
      Objects.requireNonNull(promise);
      topics = Map.copyOf(topics);
    }
  }
}
