package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.signal.RelayToStaff;

/**
 * What the configuration says about the waiting room.
 *
 * @param cards what staff are told about each municipality, in the order of the configuration
 * @param tellsPosition the municipalities that tell residents their place
 */
record RoomRules(
    List<RelayToStaff.MunicipalityCard> cards,
    Map<MunicipalityId, OpeningHours> hours,
    java.util.Set<MunicipalityId> tellsPosition) {

  /** More than any counter can help in a day; bounds the queue message (about 100 KB). */
  static final int MAX_WAITING = 400;

  /** A staff client that reconnects within this time still counts as being there. */
  static final Duration STAFF_PATIENCE = Duration.ofMinutes(2);

  RoomRules {
    cards = List.copyOf(cards);
    hours = Map.copyOf(hours);
    tellsPosition = java.util.Set.copyOf(tellsPosition);
  }
}
