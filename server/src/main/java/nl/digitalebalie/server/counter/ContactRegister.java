package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.store.Store;

/** Keeps what the staff member wrote after a talk. Never with the resident's number. */
final class ContactRegister {
  private final Store store;

  ContactRegister(Store store) {
    this.store = store;
  }

  /** The reference under which it can be found, or empty when it could not be stored. Blocks. */
  Optional<String> store(
      About about, ContactOutcome outcome, Sensitive<String> note, String reference, Instant now) {
    return store
        .write(sql ->
            sql.update(
                """
                INSERT INTO contact
                  (reference, conversation, municipality, topic, channel, staff, outcome, note,
                   registered_at)
                VALUES
                  (:reference, :conversation, :municipality, :topic, :channel, :staff, :outcome,
                   :note, :now)
                """,
                Map.of(
                    "reference", reference,
                    "conversation", about.conversation().value(),
                    "municipality", about.municipality().value(),
                    "topic", about.topic().value(),
                    "channel", about.channel().name(),
                    "staff", about.staff().value(),
                    "outcome", outcome.name(),
                    "note", note.reveal(),
                    "now", now.toEpochMilli())))
        .fold(rows -> Optional.of(reference), code -> Optional.empty());
  }
}
