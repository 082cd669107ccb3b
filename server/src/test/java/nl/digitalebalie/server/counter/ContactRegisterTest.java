package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.contacts.ContactOutbox;
import nl.digitalebalie.server.contacts.ContactsSettings;
import nl.digitalebalie.server.contacts.SealedBodies;
import nl.digitalebalie.server.counter.CounterState.Contact;
import nl.digitalebalie.server.counter.CounterState.Identified;
import nl.digitalebalie.server.counter.Effect.Finality;
import nl.digitalebalie.server.parts.CounterContext.Office;
import nl.digitalebalie.server.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of a conversation goes into our own table and into the outbox. */
class ContactRegisterTest {
  private static final Instant NOW = Scene.START.plus(Duration.ofMinutes(10));
  private static final String REFERENCE = "C-0000000001";

  @TempDir private Path folder;
  private final SealedBodies bodies = new SealedBodies(new byte[32], new SecureRandom());
  private SqliteStore store;
  private ContactOutbox outbox;
  private ContactRegister register;

  @BeforeEach
  void start() {
    store = SqliteStore.open(folder.resolve("balie.db"));
    // never started: what is to be delivered stays and can be looked at
    outbox =
        new ContactOutbox(
            new ContactsSettings(
                URI.create("http://127.0.0.1:9"),
                Sensitive.of("token-of-the-test"),
                Duration.ofSeconds(1),
                Map.of(Channel.VIDEO, "Video", Channel.CHAT, "Chat", Channel.PHONE, "Telefoon"),
                "Formulier",
                ContactsSettings.Metadata.SENT,
                new ContactsSettings.Team(ContactsSettings.Kind.GROUP, "kcc", "KCC"),
                Optional.empty()),
            store,
            bodies,
            () -> NOW.minus(Duration.ofDays(1)), // nothing is due
            figure -> {});
    register =
        new ContactRegister(
            store,
            Optional.of(outbox),
            Map.of(
                new MunicipalityId("voorbeeld"),
                new Office(
                    Promise.usual(),
                    Map.of(new TopicId("wmo"), "Hulp en ondersteuning"),
                    Optional.empty())));
  }

  @AfterEach
  void stop() {
    outbox.close();
    store.close();
  }

  private static CounterState ofOpenPanel() {
    return new Scene().open().state();
  }

  private static Effect.StoreContact contact(
      ContactOutcome outcome, String note, Contact known, Finality finality) {
    return new Effect.StoreContact(outcome, Sensitive.of(note), known, "Anna de V.", finality);
  }

  private static Contact known() {
    CounterState state = ofOpenPanel();
    return state
        .contact()
        .changedTo(Channel.PHONE)
        .knowing(
            Optional.of(
                new Identified(
                    ((DisclosureState.Verified) state.disclosure()).identity(),
                    ChannelAssurance.SPOKEN,
                    state.identified().orElseThrow().subject())))
        .showing(List.of("case-1", "case-2"));
  }

  private record Waiting(JsonNode talk, long due) {}

  private Waiting waiting() {
    return store
        .read(sql ->
            sql.rows(
                    "SELECT body, due_at FROM contact_outbox WHERE id = :id",
                    Map.of("id", REFERENCE),
                    row ->
                        new Waiting(
                            JsonMapper.shared()
                                .readTree(bodies.open(REFERENCE, row.bytes("body")).orElseThrow()),
                            row.number("due_at")))
                .getFirst())
        .fold(
            found -> found,
            code -> {
              throw new AssertionError(code);
            });
  }

  @Test
  void a_contact_says_who_was_proved_how_and_which_cases_were_shown() {
    CounterState state = ofOpenPanel();
    register.store(
        state.about(),
        contact(ContactOutcome.ANSWERED, "Uitleg gegeven", known(), Finality.FINAL),
        REFERENCE,
        NOW);

    JsonNode talk = waiting().talk();
    assertEquals("Hulp en ondersteuning", talk.path("subject").asString());
    assertEquals("Uitleg gegeven", talk.path("content").asString());
    assertEquals(2, talk.path("channels").size());
    assertEquals(2, talk.path("cases").size());
    assertTrue(Bsn.parse(talk.path("person").path("bsn").asString()).isPresent());
    JsonNode evidence = talk.path("evidence");
    assertEquals("yivi", evidence.path("identificatiemiddel").asString());
    assertEquals("SPOKEN", evidence.path("kanaalgebonden").asString());
    assertEquals("wmo", evidence.path("doel").asString());
    assertFalse(evidence.toString().contains(talk.path("person").path("bsn").asString()));
  }

  @Test
  void a_contact_with_nobody_proved_is_anonymous() {
    register.store(
        ofOpenPanel().about(),
        contact(ContactOutcome.RESIDENT_LEFT, "", Contact.open(Channel.CHAT), Finality.FINAL),
        REFERENCE,
        NOW);

    JsonNode talk = waiting().talk();
    assertTrue(talk.path("person").isMissingNode() || talk.path("person").isNull());
    assertEquals("NOT_SPOKEN", talk.path("reached").asString());
    assertEquals("geen", talk.path("evidence").path("identificatiemiddel").asString());
  }

  @Test
  void the_wrap_up_replaces_what_was_stored_at_the_end_and_is_due_at_once() {
    CounterState state = ofOpenPanel();
    register.store(
        state.about(),
        contact(ContactOutcome.ANSWERED, "", known(), Finality.UNTIL_WRAPPED_UP),
        REFERENCE,
        NOW);
    assertEquals(NOW.plus(CounterMachine.WRAP_UP).toEpochMilli(), waiting().due());

    register.store(
        state.about(),
        contact(ContactOutcome.FOLLOW_UP_NEEDED, "Belt nog", known(), Finality.FINAL),
        REFERENCE,
        NOW);

    assertEquals(NOW.toEpochMilli(), waiting().due());
    assertEquals("Belt nog", waiting().talk().path("content").asString());
    List<String> rows =
        store
            .read(sql ->
                sql.rows(
                    "SELECT outcome, note FROM contact",
                    Map.of(),
                    row -> row.text("outcome") + " " + row.text("note")))
            .fold(found -> found, code -> List.<String>of());
    assertEquals(List.of("FOLLOW_UP_NEEDED Belt nog"), rows);
  }

  @Test
  void the_database_alone_names_nobody() throws Exception {
    register.store(
        ofOpenPanel().about(),
        contact(ContactOutcome.ANSWERED, "", known(), Finality.FINAL),
        REFERENCE,
        NOW);
    String number = waiting().talk().path("person").path("bsn").asString();
    outbox.close();
    store.close();

    assertFalse(
        new String(Files.readAllBytes(folder.resolve("balie.db")), StandardCharsets.ISO_8859_1)
            .contains(number));
  }
}
