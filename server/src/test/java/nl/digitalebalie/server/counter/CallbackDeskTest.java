package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.CallbackEntry;
import nl.digitalebalie.protocol.signal.CounterToStaff.Holder;
import nl.digitalebalie.protocol.signal.CounterToStaff.Urgency;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CallbackResult;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditLog;
import nl.digitalebalie.server.callback.CallbackDoor.Answer;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.contacts.SealedBodies;
import nl.digitalebalie.server.http.HealthCheck.Status;
import nl.digitalebalie.server.parts.CounterContext.Office;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises on a real database, with two colleagues and one of another municipality. */
class CallbackDeskTest {
  private static final Instant ASKED = Instant.parse("2026-11-23T10:00:00Z");
  private static final MunicipalityId VOORBEELD = new MunicipalityId("voorbeeld");
  private static final MunicipalityId ELDERS = new MunicipalityId("elders");
  private static final StaffPrincipal ANNA = staff("anna", "voorbeeld");
  private static final StaffPrincipal BART = staff("bart", "voorbeeld");
  private static final StaffPrincipal CARLA = staff("carla", "elders");
  private static final CallbackId ID = new CallbackId("call-back-number-0001");
  private static final String NUMBER = "06 12 34 56 78";
  private static final int PATIENCE_SECONDS = 30;

  @TempDir private Path folder;
  private final Map<StaffId, BlockingQueue<CounterToStaff>> told = new ConcurrentHashMap<>();
  private final List<AuditEntry> rows = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile Instant now = ASKED;
  private volatile AuditLog.Appended audit = new AuditLog.Appended.Durable(1);
  private Store store;
  private CallbackDesk desk;

  private static StaffPrincipal staff(String id, String municipality) {
    return new StaffPrincipal(
        new StaffId(id),
        id,
        LocalText.of("Medewerker", "Staff"),
        Set.of("wmo"),
        Set.of(new MunicipalityId(municipality)));
  }

  @BeforeEach
  void start() {
    store = SqliteStore.open(folder.resolve("balie.db"));
    desk = desk();
  }

  @AfterEach
  void stop() {
    desk.close();
    store.close();
  }

  private CallbackDesk desk() {
    return new CallbackDesk(
        new CallbackDesk.Doors(
            store,
            Map.of(
                VOORBEELD,
                new Office(Promise.usual(), Map.of(), Optional.empty()),
                ELDERS,
                new Office(Promise.usual(), Map.of(), Optional.empty())),
            Optional.empty(),
            entry -> {
              rows.add(entry);
              return CompletableFuture.completedFuture(audit);
            },
            new CounterFigures(),
            (staff, message) ->
                told.computeIfAbsent(staff, id -> new LinkedBlockingQueue<>()).add(message),
            () -> new CallbackId("call-back-of-staff-000" + numbers.incrementAndGet()),
            () -> "C-" + numbers.incrementAndGet(),
            () -> "0".repeat(32),
            "%s",
            () -> now),
        new CallbackRows(new SealedBodies(new byte[32], new SecureRandom())));
  }

  private void asked() throws Exception {
    assertEquals(Answer.KEPT, answer(request(ID, VOORBEELD)));
  }

  private Answer answer(CallbackRequest request) throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    desk.asked(request, answer::complete);
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static CallbackRequest request(CallbackId id, MunicipalityId municipality) {
    return new CallbackRequest(
        id,
        municipality,
        new TopicId("wmo"),
        new CallbackWish(Sensitive.of("S. Berg"), Sensitive.of(NUMBER), Optional.empty()),
        ASKED);
  }

  /** As many as strangers can ask of one municipality before somebody calls. */
  private void fill(MunicipalityId municipality) {
    store.write(sql -> {
      for (int row = 0; row < CallbackRows.Origin.PAGE.room; row++) {
        sql.update(
            """
            INSERT INTO callback
              (id, municipality, topic, wish, asked_at, promised_by, stage, tries)
            VALUES (:id, :municipality, 'wmo', :wish, :at, :by, 'OPEN', 0)
            """,
            Map.of(
                "id", "call-back-of-a-stranger-" + row,
                "municipality", municipality.value(),
                "wish", new byte[0],
                "at", ASKED.toEpochMilli(),
                "by", ASKED.plus(Duration.ofDays(30)).toEpochMilli()));
      }
      return true;
    });
  }

  private long open(String id) {
    return store
        .read(sql ->
            sql.rows(
                    "SELECT COUNT(*) AS n FROM callback WHERE id LIKE :id",
                    Map.of("id", id),
                    row -> row.number("n"))
                .getFirst())
        .fold(count -> count, code -> -1L);
  }

  private <M extends CounterToStaff> M hears(StaffPrincipal staff, Class<M> type)
      throws InterruptedException {
    BlockingQueue<CounterToStaff> queue =
        told.computeIfAbsent(staff.id(), id -> new LinkedBlockingQueue<>());
    while (true) {
      CounterToStaff next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(next != null, "nothing came for " + staff.id());
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
  }

  private List<CallbackEntry> sees(StaffPrincipal staff) throws InterruptedException {
    return hears(staff, CounterToStaff.Callbacks.class).entries();
  }

  private void takes(StaffPrincipal staff) {
    desk.take(staff, new StaffToCounter.TakeCallback(ID));
  }

  private void finishes(StaffPrincipal staff, CallbackResult result) {
    desk.finish(
        staff, new StaffToCounter.FinishCallback(ID, result, Sensitive.of("Gebeld over de wmo")));
  }

  @Test
  void everybody_of_the_municipality_sees_the_promise_and_one_sees_the_number() throws Exception {
    desk.connected(ANNA);
    desk.connected(BART);
    desk.connected(CARLA);
    assertEquals(List.of(), sees(ANNA));
    assertEquals(List.of(), sees(BART));
    assertEquals(List.of(), sees(CARLA));

    asked();

    CallbackEntry entry = sees(ANNA).getFirst();
    assertEquals(Instant.parse("2026-11-25T16:00:00Z"), entry.promisedBy());
    assertEquals(Urgency.IN_TIME, entry.urgency());
    assertEquals(Holder.NOBODY, sees(BART).getFirst().holder());

    takes(ANNA);
    assertEquals(NUMBER, hears(ANNA, CounterToStaff.CallbackTaken.class).wish().phone().reveal());
    assertEquals(Holder.COLLEAGUE, sees(BART).getFirst().holder());
    takes(BART);
    assertEquals(ErrorCode.ALREADY_TAKEN, hears(BART, CounterToStaff.Refused.class).code());
    assertEquals(
        List.of("callback-promised", "callback-taken"),
        rows.stream().map(row -> row.event().kind()).toList());
    assertEquals(Optional.of(ANNA.id()), rows.getLast().actor());
  }

  @Test
  void a_colleague_of_another_municipality_sees_nothing_and_takes_nothing() throws Exception {
    desk.connected(CARLA);
    assertEquals(List.of(), sees(CARLA));
    asked();

    takes(CARLA);

    assertEquals(ErrorCode.ALREADY_TAKEN, hears(CARLA, CounterToStaff.Refused.class).code());
    assertEquals("denied", rows.getLast().event().kind());
    assertEquals(0, told.get(CARLA.id()).size());
  }

  @Test
  void nobody_reads_the_number_without_a_durable_row() throws Exception {
    desk.connected(ANNA);
    asked();
    audit = new AuditLog.Appended.Failed("DISK_FULL");

    takes(ANNA);

    assertEquals(ErrorCode.AUDIT_UNAVAILABLE, hears(ANNA, CounterToStaff.Refused.class).code());
    assertFalse(
        told.get(ANNA.id()).stream().anyMatch(CounterToStaff.CallbackTaken.class::isInstance));
    audit = new AuditLog.Appended.Durable(2);
    desk.connected(BART);
    assertEquals(Holder.NOBODY, sees(BART).getFirst().holder());
  }

  @Test
  void who_was_not_reached_is_open_again_and_who_was_called_is_forgotten() throws Exception {
    asked();
    desk.connected(ANNA);
    takes(ANNA);
    hears(ANNA, CounterToStaff.CallbackTaken.class);
    assertEquals(Holder.YOU, sees(ANNA).getFirst().holder());

    finishes(ANNA, CallbackResult.NOT_REACHED);
    assertEquals(1, sees(ANNA).getFirst().tries());
    finishes(ANNA, CallbackResult.DONE);
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, hears(ANNA, CounterToStaff.Refused.class).code());

    takes(ANNA);
    hears(ANNA, CounterToStaff.CallbackTaken.class);
    sees(ANNA);
    finishes(ANNA, CallbackResult.DONE);
    assertEquals(List.of(), sees(ANNA));

    assertEquals("callback-finished", rows.getLast().event().kind());
    List<String> contacts =
        store
            .read(sql ->
                sql.rows(
                    "SELECT channel, staff, note, conversation FROM contact",
                    Map.of(),
                    row ->
                        row.text("channel")
                            + " "
                            + row.text("staff")
                            + " "
                            + row.text("note")
                            + " "
                            + row.text("conversation")))
            .fold(found -> found, code -> List.<String>of());
    assertEquals(List.of("PHONE anna Gebeld over de wmo " + ID), contacts);
    List<byte[]> wishes =
        store
            .read(sql -> sql.rows("SELECT wish FROM callback", Map.of(), row -> row.bytes("wish")))
            .fold(found -> found, code -> List.<byte[]>of());
    assertEquals(0, wishes.getFirst().length);
  }

  @Test
  void a_restart_keeps_the_promise_and_shows_the_number_to_who_took_it() throws Exception {
    desk.connected(ANNA);
    asked();
    takes(ANNA);
    hears(ANNA, CounterToStaff.CallbackTaken.class);
    desk.close();
    told.clear();

    desk = desk();
    desk.connected(BART);
    desk.connected(ANNA);

    assertEquals(Holder.COLLEAGUE, sees(BART).getFirst().holder());
    assertEquals(NUMBER, hears(ANNA, CounterToStaff.CallbackTaken.class).wish().phone().reveal());
  }

  @Test
  void after_a_reconnect_the_number_waits_for_a_row_again() throws Exception {
    asked();
    desk.connected(ANNA);
    takes(ANNA);
    hears(ANNA, CounterToStaff.CallbackTaken.class);
    told.clear();
    audit = new AuditLog.Appended.Failed("DISK_FULL");

    desk.connected(ANNA);

    assertEquals(ErrorCode.AUDIT_UNAVAILABLE, hears(ANNA, CounterToStaff.Refused.class).code());
    assertFalse(
        told.get(ANNA.id()).stream().anyMatch(CounterToStaff.CallbackTaken.class::isInstance));
  }

  @Test
  void a_promise_that_is_told_twice_is_one() throws Exception {
    asked();
    asked();
    desk.connected(ANNA);

    assertEquals(1, sees(ANNA).size());
  }

  @Test
  void who_takes_one_and_goes_home_does_not_keep_it() throws Exception {
    asked();
    desk.connected(ANNA);
    takes(ANNA);
    hears(ANNA, CounterToStaff.CallbackTaken.class);
    now = now.plus(CallbackRows.TAKEN_FOR).plus(Duration.ofSeconds(1));
    desk.connected(BART);

    takes(BART);

    assertEquals(NUMBER, hears(BART, CounterToStaff.CallbackTaken.class).wish().phone().reveal());
    finishes(ANNA, CallbackResult.DONE);
    assertEquals(ErrorCode.NOT_IN_THIS_STATE, hears(ANNA, CounterToStaff.Refused.class).code());
  }

  @Test
  void the_last_day_and_a_broken_promise_are_raised() throws Exception {
    asked();
    now = Instant.parse("2026-11-25T08:00:00Z");
    desk.connected(ANNA);
    assertEquals(Urgency.LAST_DAY, sees(ANNA).getFirst().urgency());
    assertEquals(Status.UP, desk.look());

    now = Instant.parse("2026-11-25T16:00:00Z");
    desk.connected(BART);

    assertEquals(Urgency.LATE, sees(BART).getFirst().urgency());
    assertEquals(Urgency.LATE, sees(ANNA).getFirst().urgency());
    assertEquals(Status.DOWN, desk.look());
  }

  @Test
  void a_municipality_that_is_not_here_is_refused_for_good() throws Exception {
    assertEquals(Answer.REFUSED, answer(request(ID, new MunicipalityId("nergens"))));
    assertEquals(0, open(ID.value()));
  }

  @Test
  void strangers_who_ask_without_end_stop_neither_staff_nor_another_municipality()
      throws Exception {
    fill(VOORBEELD);
    CompletableFuture<Answer> refused = new CompletableFuture<>();
    desk.asked(request(ID, VOORBEELD), refused::complete);
    assertEquals(Answer.KEPT, answer(request(new CallbackId("call-back-elsewhere-001"), ELDERS)));
    assertFalse(refused.isDone(), "it waits at the relay for room");
    assertEquals(0, open(ID.value()));
    assertEquals(Status.DOWN, desk.look());

    desk.promised(
        new CounterState.About(
            new ConversationId("conversation-000001"),
            VOORBEELD,
            new TopicId("wmo"),
            Channel.PHONE,
            ANNA.id(),
            ASKED,
            Language.NL),
        "C-1",
        request(ID, VOORBEELD).wish());
    // after it on the same thread
    answer(request(new CallbackId("call-back-elsewhere-002"), ELDERS));
    assertEquals(1, open("call-back-of-staff-%"));
  }

  @Test
  void the_pace_of_one_municipality_does_not_hold_up_another() throws Exception {
    for (int i = 0; i <= CallbackDesk.ASKED.burst(); i++) {
      desk.asked(request(ID, VOORBEELD), answer -> {}); // the same again and again
    }
    CompletableFuture<Answer> held = new CompletableFuture<>();
    desk.asked(request(ID, VOORBEELD), held::complete);

    assertEquals(Answer.KEPT, answer(request(new CallbackId("call-back-elsewhere-001"), ELDERS)));
    assertFalse(held.isDone());
  }

  @Test
  void the_database_alone_tells_nobody_who_asked() throws Exception {
    asked();
    store.close();

    String file =
        new String(
            Files.readAllBytes(folder.resolve("balie.db")),
            java.nio.charset.StandardCharsets.ISO_8859_1);

    assertFalse(file.contains(NUMBER));
    assertFalse(file.contains("S. Berg"));
  }
}
