package nl.digitalebalie.server.contacts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.cases.CallFailure;
import nl.digitalebalie.server.contacts.Progress.Tries;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the customer-interaction system is to learn, stored durably and delivered by one thread of
 * its own, again and again with longer pauses until it arrived. Nobody waits for it.
 */
public final class ContactOutbox implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContactOutbox.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

  /** Soon enough after an outage of a day, and no load during it. */
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final int AT_ONCE = 20;

  /** One failure is a restart over there; three are for an administrator. */
  private static final int WORRYING_TRIES = 3;

  private final Store store;
  private final SealedBodies bodies;
  private final OpenKlant klant;
  private final InstantSource clock;
  private final Consumer<String> figures;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("contacts").daemon().factory());

  /**
   * @param figures counts by name; never a value
   */
  public ContactOutbox(
      ContactsSettings settings,
      Store store,
      SealedBodies bodies,
      InstantSource clock,
      Consumer<String> figures) {
    this.store = store;
    this.bodies = bodies;
    this.klant = new OpenKlant(settings);
    this.clock = clock;
    this.figures = figures;
  }

  public void start() {
    owner.scheduleWithFixedDelay(this::deliverDue, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Puts it in, within the caller's transaction. One that is in already and was not tried yet takes
   * the new content.
   */
  public void put(Sql sql, Delivery delivery, Instant due) {
    sql.update(
        """
        INSERT INTO contact_outbox (id, kind, body, progress, tries, made_at, due_at)
        VALUES (:id, :kind, :body, '{}', 0, :now, :due)
        ON CONFLICT (id) DO UPDATE SET body = excluded.body, due_at = excluded.due_at
        WHERE contact_outbox.tries = 0 AND contact_outbox.done_at IS NULL
        """,
        Map.of(
            "id", delivery.id(),
            "kind", Kind.of(delivery).name(),
            "body", bodies.seal(delivery.id(), JSON.writeValueAsString(delivery)),
            "now", clock.millis(),
            "due", due.toEpochMilli()));
  }

  /** Whether this was ever put in: what refers to it would wait for ever otherwise. */
  public boolean knows(Sql sql, String id) {
    return !sql.rows(
            "SELECT id FROM contact_outbox WHERE id = :id", Map.of("id", id), row -> row.text("id"))
        .isEmpty();
  }

  /** Something was put in: look now. Many words of it at once are one look. */
  public void wake() {
    if (!woken.compareAndSet(false, true)) {
      return;
    }
    try {
      owner.execute(() -> {
        woken.set(false);
        deliverDue();
      });
    } catch (RejectedExecutionException stopped) {
      LOG.debug("a contact waits for the next start");
    }
  }

  /** Earlier contacts of a person. Blocks for some seconds at most. */
  public List<EarlierContact> earlier(Bsn person) throws CallFailure {
    return klant.earlier(person);
  }

  @Override
  public String name() {
    return "contacts";
  }

  @Override
  public Weight weight() {
    return Weight.SHOWN;
  }

  @Override
  public Status look() {
    return store
        .read(sql ->
            sql.rows(
                    """
                    SELECT COUNT(*) AS n FROM contact_outbox
                    WHERE done_at IS NULL AND tries >= :tries AND fault <> :waits
                    """,
                    Map.of("tries", WORRYING_TRIES, "waits", OpenKlant.WAITS),
                    row -> row.number("n"))
                .getFirst())
        .fold(late -> late == 0 ? Status.UP : Status.DOWN, code -> Status.DOWN);
  }

  @Override
  public void close() {
    owner.shutdownNow();
    try {
      if (!owner.awaitTermination(LOOK_EVERY.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("a contact is still on its way while the server closes; it is tried again");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    klant.close();
  }

  private enum Kind {
    TALK(Delivery.Talk.class),
    CALLBACK(Delivery.Callback.class),
    CALLBACK_KEPT(Delivery.CallbackKept.class);

    private final Class<? extends Delivery> type;

    Kind(Class<? extends Delivery> type) {
      this.type = type;
    }

    static Kind of(Delivery delivery) {
      return switch (delivery) {
        case Delivery.Talk talk -> TALK;
        case Delivery.Callback callback -> CALLBACK;
        case Delivery.CallbackKept kept -> CALLBACK_KEPT;
      };
    }
  }

  private record Due(String id, String kind, byte[] body, String progress, int tries) {}

  private void deliverDue() {
    try {
      Stored<List<Due>> due = store.read(sql -> due(sql, clock.millis()));
      if (due instanceof Stored.Done<List<Due>>(List<Due> rows)) {
        rows.forEach(this::deliver);
      }
    } catch (RuntimeException bug) {
      // the edge of this thread: without this the schedule would end and nothing arrive any more
      LOG.error(
          "delivering contacts failed: {} at {}",
          bug.getClass().getName(),
          List.of(bug.getStackTrace()));
    }
  }

  private static List<Due> due(Sql sql, long now) {
    return sql.rows(
        """
        SELECT id, kind, body, progress, tries FROM contact_outbox
        WHERE done_at IS NULL AND due_at <= :now ORDER BY due_at, made_at, id LIMIT :limit
        """,
        Map.of("now", now, "limit", AT_ONCE),
        row ->
            new Due(
                row.text("id"),
                row.text("kind"),
                row.bytes("body"),
                row.text("progress"),
                Math.toIntExact(row.number("tries"))));
  }

  /** The try is counted before it is made: one that a crash cuts off is known to have begun. */
  private void deliver(Due row) {
    if (Thread.currentThread().isInterrupted() || !counted(row)) {
      return;
    }
    try {
      klant.deliver(
          delivery(row),
          new Progress(
              made(row.progress()),
              row.tries() == 0 ? Tries.FIRST : Tries.AGAIN,
              made -> save(row.id(), made)),
          this::madeBy);
      write(
          "UPDATE contact_outbox SET done_at = :now, body = :empty, fault = NULL WHERE id = :id",
          Map.of("now", clock.millis(), "empty", new byte[0], "id", row.id()));
      figures.accept("contact-delivered/" + row.kind());
    } catch (CallFailure failure) {
      figures.accept("contact-undelivered/" + failure.code());
      LOG.warn("contact {} did not arrive (try {}): {}", row.id(), row.tries() + 1, failure.code());
      write(
          "UPDATE contact_outbox SET fault = :fault WHERE id = :id",
          Map.of("fault", failure.code(), "id", row.id()));
    }
  }

  private boolean counted(Due row) {
    return write(
        "UPDATE contact_outbox SET tries = tries + 1, due_at = :due WHERE id = :id AND tries ="
            + " :tries",
        Map.of(
            "due", clock.instant().plus(pauseAfter(row.tries())).toEpochMilli(),
            "id", row.id(),
            "tries", row.tries()));
  }

  static Duration pauseAfter(int tries) {
    final int enough = 10; // doublings until the longest pause is certain
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, enough));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private Delivery delivery(Due row) throws CallFailure {
    try {
      String json =
          bodies.open(row.id(), row.body()).orElseThrow(() -> new CallFailure("UNREADABLE"));
      return JSON.readValue(json, Kind.valueOf(row.kind()).type);
    } catch (JacksonException | IllegalArgumentException olderForm) {
      throw new CallFailure("UNREADABLE");
    }
  }

  private Optional<Map<String, String>> madeBy(String id) {
    Stored<List<String>> progress =
        store.read(sql ->
            sql.rows(
                "SELECT progress FROM contact_outbox WHERE id = :id AND done_at IS NOT NULL",
                Map.of("id", id),
                row -> row.text("progress")));
    return progress.fold(
        rows -> rows.stream().findFirst().map(ContactOutbox::made), code -> Optional.empty());
  }

  private static Map<String, String> made(String progress) {
    return JSON.readValue(progress, new TypeReference<Map<String, String>>() {});
  }

  private void save(String id, Map<String, String> made) {
    write(
        "UPDATE contact_outbox SET progress = :progress WHERE id = :id",
        Map.of("progress", JSON.writeValueAsString(made), "id", id));
  }

  private boolean write(String statement, Map<String, ?> values) {
    return store.write(sql -> sql.update(statement, values)).fold(rows -> rows == 1, code -> false);
  }
}
