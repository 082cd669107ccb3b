package nl.digitalebalie.server.relay;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.server.relay.Municipality.TellPosition;
import nl.digitalebalie.server.relay.Municipality.Topic;

/** Finds municipalities and topics and says what follows from them. */
final class Catalog {
  private final RelaySettings settings;
  private final Map<MunicipalityId, Municipality> byId;

  /** A topic with the municipality that offers it. */
  record Offer(Municipality municipality, Topic topic) {}

  Catalog(RelaySettings settings) {
    this.settings = settings;
    this.byId =
        settings.municipalities().stream()
            .collect(Collectors.toUnmodifiableMap(Municipality::id, Function.identity()));
  }

  Optional<Municipality> municipality(MunicipalityId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Offer> offer(MunicipalityId municipality, TopicId topic) {
    return municipality(municipality)
        .flatMap(found -> found.topic(topic).map(known -> new Offer(found, known)));
  }

  Terms terms(Offer offer) {
    return new Terms(
        offer.municipality().name(),
        offer.topic().channels(),
        offer.topic().normSeconds(),
        settings.iceServers(),
        settings.placeKept(),
        settings.residentGrace(),
        settings.staffGrace());
  }

  RoomRules roomRules() {
    return new RoomRules(
        settings.municipalities().stream().map(Catalog::card).toList(),
        byId.values().stream()
            .collect(Collectors.toUnmodifiableMap(Municipality::id, Municipality::opening)),
        byId.values().stream()
            .filter(municipality -> municipality.position() == TellPosition.TOLD)
            .map(Municipality::id)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static RelayToStaff.MunicipalityCard card(Municipality municipality) {
    return new RelayToStaff.MunicipalityCard(
        municipality.id(),
        municipality.name(),
        municipality.topics().stream()
            .map(topic ->
                new RelayToStaff.TopicCard(topic.id(), topic.title(), topic.usualPurpose()))
            .toList());
  }
}
