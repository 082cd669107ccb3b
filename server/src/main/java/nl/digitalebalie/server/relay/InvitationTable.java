package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.RelayToStaff.Invitation;
import nl.digitalebalie.server.store.Sql;

/** Invitations; of their tokens only the hash is kept. */
final class InvitationTable {
  /** How long before its time an invitation for a moment may be used. */
  static final Duration EARLY = Duration.ofMinutes(30);

  private InvitationTable() {}

  /** What a token opens. */
  sealed interface Redeemed {
    record Opened(MunicipalityId municipality, TopicId topic, Optional<Instant> startsAt)
        implements Redeemed {}

    record Unknown() implements Redeemed {}

    record Used(MunicipalityId municipality) implements Redeemed {}

    record Expired(MunicipalityId municipality) implements Redeemed {}

    record TooEarly(MunicipalityId municipality, Instant from) implements Redeemed {}
  }

  static void insert(
      Sql sql, Invitation invitation, String tokenHash, StaffId createdBy, Instant now) {
    Map<String, Object> values = new HashMap<>();
    values.put("id", invitation.id().value());
    values.put("hash", tokenHash);
    values.put("municipality", invitation.municipality().value());
    values.put("topic", invitation.topic().value());
    values.put("starts", invitation.startsAt().map(Instant::toEpochMilli));
    values.put("expires", invitation.expiresAt().toEpochMilli());
    values.put("staff", createdBy.value());
    values.put("now", now.toEpochMilli());
    sql.update(
        """
        INSERT INTO invitation (id, token_hash, municipality, topic, starts_at, expires_at,
          created_by, created_at)
        VALUES (:id, :hash, :municipality, :topic, :starts, :expires, :staff, :now)
        """,
        values);
  }

  static List<Invitation> open(Sql sql, StaffId staff, Instant now) {
    return sql.rows(
        """
        SELECT id, municipality, topic, starts_at, expires_at FROM invitation
        WHERE created_by = :staff AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now
        ORDER BY COALESCE(starts_at, expires_at), id
        """,
        Map.of("staff", staff.value(), "now", now.toEpochMilli()),
        row ->
            new Invitation(
                new InvitationId(row.text("id")),
                new MunicipalityId(row.text("municipality")),
                new TopicId(row.text("topic")),
                row.optionalNumber("starts_at").map(Instant::ofEpochMilli),
                Instant.ofEpochMilli(row.number("expires_at"))));
  }

  /** The number of invitations withdrawn: 1, or 0 when it is not one's own or not open. */
  static int withdraw(Sql sql, InvitationId invitation, StaffId staff, Instant now) {
    return sql.update(
        """
        UPDATE invitation SET withdrawn_at = :now
        WHERE id = :id AND created_by = :staff AND used_at IS NULL AND withdrawn_at IS NULL
        """,
        Map.of("id", invitation.value(), "staff", staff.value(), "now", now.toEpochMilli()));
  }

  /** One statement takes the invitation, so two browsers cannot both get it. */
  static Redeemed redeem(Sql sql, String tokenHash, Instant now) {
    List<Redeemed> opened =
        sql.rows(
            """
            UPDATE invitation SET used_at = :now
            WHERE token_hash = :hash AND used_at IS NULL AND withdrawn_at IS NULL
              AND expires_at > :now AND (starts_at IS NULL OR starts_at <= :soon)
            RETURNING municipality, topic, starts_at
            """,
            Map.of(
                "hash",
                tokenHash,
                "now",
                now.toEpochMilli(),
                "soon",
                now.plus(EARLY).toEpochMilli()),
            row ->
                new Redeemed.Opened(
                    new MunicipalityId(row.text("municipality")),
                    new TopicId(row.text("topic")),
                    row.optionalNumber("starts_at").map(Instant::ofEpochMilli)));
    return opened.isEmpty() ? whyNot(sql, tokenHash, now) : opened.getFirst();
  }

  private static Redeemed whyNot(Sql sql, String tokenHash, Instant now) {
    return sql
        .rows(
            """
            SELECT municipality, starts_at, expires_at, used_at, withdrawn_at FROM invitation
            WHERE token_hash = :hash
            """,
            Map.of("hash", tokenHash),
            row -> whyNot(row, now))
        .stream()
        .findFirst()
        .orElse(new Redeemed.Unknown());
  }

  private static Redeemed whyNot(Sql.Row row, Instant now) {
    MunicipalityId municipality = new MunicipalityId(row.text("municipality"));
    if (row.optionalNumber("used_at").isPresent()) {
      return new Redeemed.Used(municipality);
    }
    boolean over =
        row.optionalNumber("withdrawn_at").isPresent()
            || row.number("expires_at") <= now.toEpochMilli();
    return over
        ? new Redeemed.Expired(municipality)
        : new Redeemed.TooEarly(
            municipality, Instant.ofEpochMilli(row.number("starts_at")).minus(EARLY));
  }
}
