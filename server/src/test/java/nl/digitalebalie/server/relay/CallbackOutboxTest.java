package nl.digitalebalie.server.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.relay.CallbackTable.Outcome;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackOutboxTest {
  private static final Instant ASKED = Instant.parse("2026-11-23T10:00:00Z");
  private static final MunicipalityId STUCK = new MunicipalityId("vol");
  private static final MunicipalityId OTHER = new MunicipalityId("voorbeeld");
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;
  private final BlockingQueue<CallbackId> offered = new LinkedBlockingQueue<>();
  private SqliteStore store;
  private CallbackOutbox outbox;

  @BeforeEach
  void start() {
    store = SqliteStore.open(folder.resolve("relay.sqlite"), Set.of(Tables.RELAY));
    outbox = new CallbackOutbox(store);
  }

  @AfterEach
  void stop() {
    outbox.close();
    store.close();
  }

  private static CallbackRequest request(MunicipalityId municipality, int number) {
    return new CallbackRequest(
        new CallbackId("call-back-%s-%06d".formatted(municipality.value(), number)),
        municipality,
        new TopicId("wmo"),
        new CallbackWish(Sensitive.of("S. Berg"), Sensitive.of("0612345678"), Optional.empty()),
        ASKED.plusSeconds(number));
  }

  private void fill(MunicipalityId municipality, int count) {
    store.write(sql -> {
      for (int number = 0; number < count; number++) {
        CallbackTable.keep(sql, request(municipality, number));
      }
      return true;
    });
  }

  private List<String> waiting() {
    return store
        .read(sql -> sql.rows("SELECT id FROM callback_request", Map.of(), row -> row.text("id")))
        .fold(found -> found, code -> List.of(code));
  }

  /** Answers for one municipality, and leaves the other without a word. */
  private CallbackDoor door(CallbackDoor.Answer answer) {
    return (request, told) -> {
      if (request.municipality().equals(OTHER)) {
        told.accept(answer);
      }
      offered.add(request.id());
    };
  }

  private void heard(CallbackId wanted) throws InterruptedException {
    CallbackId next;
    do {
      next = offered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(wanted + " was not offered");
      }
    } while (!next.equals(wanted));
  }

  @Test
  void requests_that_are_never_taken_hold_up_nobody_behind_them() throws Exception {
    fill(STUCK, 3 * CallbackOutbox.AT_ONCE);
    outbox.start(door(CallbackDoor.Answer.KEPT));

    CallbackRequest last = request(OTHER, 4 * CallbackOutbox.AT_ONCE);
    for (int page = 0; page < 4; page++) { // each is also a turn
      CallbackRequest next = page == 0 ? last : request(STUCK, 10_000 + page);
      assertEquals(new Stored.Done<>(Outcome.KEPT), outbox.keep(next));
    }

    heard(last.id());
  }

  @Test
  void a_request_that_is_refused_is_forgotten() throws Exception {
    CallbackRequest refused = request(OTHER, 1);
    outbox.start(door(CallbackDoor.Answer.REFUSED));
    outbox.keep(refused);
    heard(refused.id());

    // The turn at the start may still be before the forgetting; the turn of the last is not.
    CallbackRequest next = request(STUCK, 2);
    CallbackRequest last = request(STUCK, 3);
    outbox.keep(next);
    heard(next.id());
    outbox.keep(last);
    heard(last.id());
    assertEquals(List.of(next.id().value(), last.id().value()), waiting());
  }

  @Test
  void one_municipality_that_is_full_leaves_the_others_their_room() {
    fill(STUCK, CallbackTable.MAX_WAITING);

    assertEquals(
        new Stored.Done<>(Outcome.FULL), outbox.keep(request(STUCK, CallbackTable.MAX_WAITING)));
    assertEquals(new Stored.Done<>(Outcome.KEPT), outbox.keep(request(OTHER, 1)));
  }
}
