package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.server.relay.InCall.Announcement;
import nl.digitalebalie.server.relay.InCall.Negotiation;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.Sql;

/**
 * The rows of conversations that are not over: enough to go on after a restart of the server, and
 * nothing about who the resident is.
 */
final class ConversationTable {
  private final Catalog catalog;
  private final Map<StaffId, StaffPrincipal> staff;
  private final Tokens tokens;

  ConversationTable(RelaySettings settings, Catalog catalog, Tokens tokens) {
    this.catalog = catalog;
    this.staff = settings.staff();
    this.tokens = tokens;
  }

  /** A conversation found at start. */
  record Kept(Conversation conversation, String ticketHash) {}

  static void insert(Sql sql, Facts facts, String ticketHash) {
    Map<String, Object> values = new HashMap<>();
    values.put("id", facts.id().value());
    values.put("ticket", ticketHash);
    values.put("municipality", facts.municipality().value());
    values.put("topic", facts.topic().value());
    values.put("appointment", facts.appointmentAt().map(Instant::toEpochMilli));
    values.put("created", facts.createdAt().toEpochMilli());
    values.put("reference", facts.reference());
    sql.update(
        """
        INSERT INTO conversation (id, ticket_hash, municipality, topic, appointment_at, created_at,
          reference, stage)
        VALUES (:id, :ticket, :municipality, :topic, :appointment, :created, :reference, 'ARRIVED')
        """,
        values);
  }

  static void update(Sql sql, Conversation conversation) {
    switch (conversation) {
      case Arrived arrived ->
          sql.update(
              "UPDATE conversation SET stage = 'ARRIVED', resident_key = :key WHERE id = :id",
              Map.of(
                  "id",
                  arrived.facts().id().value(),
                  "key",
                  arrived.key().map(PublicPoint::base64url)));
      case Waiting waiting ->
          sql.update(
              """
              UPDATE conversation SET stage = 'WAITING', channel = :channel, language = :language,
                microphone = :microphone, camera = :camera, waiting_since = :since,
                resident_key = :key WHERE id = :id
              """,
              Map.of(
                  "id",
                  waiting.facts().id().value(),
                  "key",
                  waiting.key().base64url(),
                  "channel",
                  waiting.channel().name(),
                  "language",
                  waiting.language().name(),
                  "microphone",
                  waiting.media().microphone().name(),
                  "camera",
                  waiting.media().camera().name(),
                  "since",
                  waiting.since().toEpochMilli()));
      case InCall call ->
          sql.update(
              """
              UPDATE conversation SET stage = 'IN_CALL', staff = :staff, epoch = :epoch,
                answered = :answered, channel = :channel, resident_key = :key WHERE id = :id
              """,
              Map.of(
                  "id",
                  call.facts().id().value(),
                  "channel",
                  call.channel().name(),
                  "key",
                  call.key().base64url(),
                  "staff",
                  call.staff().id().value(),
                  "epoch",
                  call.epoch(),
                  "answered",
                  call.negotiation() == Negotiation.ANSWERED ? 1 : 0));
      case Over over ->
          sql.update(
              "DELETE FROM conversation WHERE id = :id", Map.of("id", over.facts().id().value()));
    }
  }

  /**
   * Everybody is away until they reconnect. A row that the configuration left behind is dropped.
   */
  List<Kept> restore(Sql sql, Instant now) {
    List<Kept> kept =
        sql.rows("SELECT * FROM conversation", Map.of(), row -> restore(row, now)).stream()
            .flatMap(Optional::stream)
            .toList();
    return kept;
  }

  private Optional<Kept> restore(Sql.Row row, Instant now) {
    return catalog
        .offer(new MunicipalityId(row.text("municipality")), new TopicId(row.text("topic")))
        .map(offer -> facts(row, offer))
        .flatMap(facts -> state(row, facts, new Link.Down(now)))
        .map(conversation -> new Kept(conversation, row.text("ticket_hash")));
  }

  private Facts facts(Sql.Row row, Catalog.Offer offer) {
    return new Facts(
        new ConversationId(row.text("id")),
        offer.municipality().id(),
        offer.topic().id(),
        row.optionalNumber("appointment_at").map(Instant::ofEpochMilli),
        Instant.ofEpochMilli(row.number("created_at")),
        row.text("reference"),
        tokens.secret(),
        catalog.terms(offer));
  }

  /** A row of before the keys, or a damaged one, begins again at its arrival. */
  private Optional<Conversation> state(Sql.Row row, Facts facts, Link away) {
    Optional<PublicPoint> key = row.optionalText("resident_key").flatMap(PublicPoint::parse);
    Conversation arrived = new Arrived(facts, away, key);
    return switch (row.text("stage")) {
      case "WAITING" ->
          Optional.of(key.map(known -> waiting(row, facts, away, known)).orElse(arrived));
      case "IN_CALL" ->
          key.flatMap(known ->
              Optional.ofNullable(staff.get(new StaffId(row.text("staff"))))
                  .map(taker -> inCall(row, facts, away, known, taker)));
      default -> Optional.of(arrived);
    };
  }

  private static Conversation inCall(
      Sql.Row row, Facts facts, Link away, PublicPoint key, StaffPrincipal taker) {
    return new InCall(
        facts,
        away,
        away,
        taker,
        Channel.valueOf(row.text("channel")),
        Language.valueOf(row.text("language")),
        media(row),
        Optional.empty(),
        key,
        Announcement.AWAITED,
        (int) row.number("epoch"),
        negotiation(row),
        Tempo.CALM);
  }

  private static Conversation waiting(Sql.Row row, Facts facts, Link away, PublicPoint key) {
    return new Waiting(
        facts,
        away,
        key,
        Channel.valueOf(row.text("channel")),
        Language.valueOf(row.text("language")),
        media(row),
        Instant.ofEpochMilli(row.number("waiting_since")),
        Optional.empty());
  }

  private static MediaState media(Sql.Row row) {
    return new MediaState(
        MediaState.Device.valueOf(row.text("microphone")),
        MediaState.Device.valueOf(row.text("camera")));
  }

  private static Negotiation negotiation(Sql.Row row) {
    if (row.number("epoch") == 0) {
      return Negotiation.NO_OFFER;
    }
    return row.number("answered") == 1 ? Negotiation.ANSWERED : Negotiation.OFFERED;
  }
}
