package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.contacts.ContactOutbox;
import nl.digitalebalie.server.contacts.Delivery;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.counter.CounterState.Identified;
import nl.digitalebalie.server.parts.CounterContext.Office;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;

/**
 * Keeps every conversation as a contact: outcome and note in a table of our own, never with the
 * resident's number; and, where there is one, what the customer-interaction system is to learn in
 * its outbox, in the same transaction.
 */
final class ContactRegister {
  private final Store store;
  private final Optional<ContactOutbox> outbox;
  private final Map<MunicipalityId, Office> offices;

  ContactRegister(
      Store store, Optional<ContactOutbox> outbox, Map<MunicipalityId, Office> offices) {
    this.store = store;
    this.outbox = outbox;
    this.offices = Map.copyOf(offices);
  }

  /** A contact as our own table has it. */
  record Row(
      String reference,
      String conversation,
      MunicipalityId municipality,
      TopicId topic,
      String channel,
      String staff,
      String outcome,
      Sensitive<String> note) {}

  /** The reference under which it can be found, or empty when it could not be stored. Blocks. */
  Optional<String> store(About about, Effect.StoreContact contact, String reference, Instant now) {
    Instant due =
        switch (contact.finality()) {
          case FINAL -> now;
          case UNTIL_WRAPPED_UP -> now.plus(CounterMachine.WRAP_UP);
        };
    Optional<String> stored =
        store
            .write(sql -> {
              write(
                  sql,
                  new Row(
                      reference,
                      about.conversation().value(),
                      about.municipality(),
                      about.topic(),
                      contact.known().channels().getLast().name(),
                      about.staff().value(),
                      contact.outcome().name(),
                      contact.note()),
                  now);
              outbox.ifPresent(box -> box.put(sql, talk(about, contact, reference), due));
              return reference;
            })
            .fold(Optional::of, code -> Optional.empty());
    outbox.ifPresent(ContactOutbox::wake);
    return stored;
  }

  static void write(Sql sql, Row row, Instant now) {
    sql.update(
        """
        INSERT INTO contact
          (reference, conversation, municipality, topic, channel, staff, outcome, note,
           registered_at)
        VALUES
          (:reference, :conversation, :municipality, :topic, :channel, :staff, :outcome,
           :note, :now)
        ON CONFLICT (reference) DO UPDATE SET
          outcome = excluded.outcome, note = excluded.note,
          registered_at = excluded.registered_at
        """,
        Map.of(
            "reference", row.reference(),
            "conversation", row.conversation(),
            "municipality", row.municipality().value(),
            "topic", row.topic().value(),
            "channel", row.channel(),
            "staff", row.staff(),
            "outcome", row.outcome(),
            "note", row.note().reveal(),
            "now", now.toEpochMilli()));
  }

  /** The topic's title, as the contact centre reads it. */
  static String subject(
      Map<MunicipalityId, Office> offices, MunicipalityId municipality, TopicId topic) {
    return Optional.ofNullable(offices.get(municipality))
        .flatMap(office -> Optional.ofNullable(office.topics().get(topic)))
        .orElse(topic.value());
  }

  private Delivery.Talk talk(About about, Effect.StoreContact contact, String reference) {
    Optional<Identified> who = contact.known().who();
    return new Delivery.Talk(
        reference,
        about.beganAt(),
        about.language(),
        contact.known().channels(),
        subject(offices, about.municipality(), about.topic()),
        contact.note(),
        contact.outcome() == ContactOutcome.RESIDENT_LEFT
            ? Delivery.Reached.NOT_SPOKEN
            : Delivery.Reached.SPOKEN,
        new Delivery.Colleague(about.staff().value(), contact.staffName()),
        who.flatMap(ContactRegister::person),
        contact.known().cases(),
        evidence(contact.outcome(), who));
  }

  /** A purpose that does not ask the number proves none: then the contact is anonymous. */
  private static Optional<Delivery.Person> person(Identified who) {
    Optional<Bsn> bsn = who.identity().bsn();
    return bsn.map(number ->
        new Delivery.Person(
            Sensitive.of(number.reveal()),
            new Delivery.Name(
                card(who, "initials"),
                card(who, "firstnames"),
                card(who, "prefix"),
                card(who, "familyname", "surname", "fullname"))));
  }

  /** The first of these that was shown; the last part of an identifier says what it is. */
  private static Sensitive<String> card(Identified who, String... names) {
    for (String name : names) {
      for (Attribute shown : who.identity().attributes()) {
        if (shown.identifier().endsWith("." + name)) {
          return shown.value();
        }
      }
    }
    return Sensitive.of("");
  }

  private static Map<String, String> evidence(ContactOutcome outcome, Optional<Identified> who) {
    Map<String, String> evidence = new HashMap<>();
    evidence.put("uitkomst", small(outcome));
    evidence.put("identificatiemiddel", who.isPresent() ? "yivi" : "geen");
    who.ifPresent(known -> {
      evidence.put("betrouwbaarheidsniveau", dutch(known));
      evidence.put("kanaalgebonden", known.channel().name());
      evidence.put("toner", known.identity().discloser().name());
      evidence.put("doel", known.identity().purpose().value());
    });
    return evidence;
  }

  private static String dutch(Identified known) {
    return switch (known.identity().level()) {
      case LOW -> "laag";
      case SUBSTANTIAL -> "substantieel";
      case HIGH -> "hoog";
    };
  }

  private static String small(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
