package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.CallbackEntry;
import nl.digitalebalie.protocol.signal.CounterToStaff.Holder;
import nl.digitalebalie.protocol.signal.CounterToStaff.Urgency;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.contacts.ContactOutbox;
import nl.digitalebalie.server.contacts.Delivery;
import nl.digitalebalie.server.counter.CallbackRows.Kept;
import nl.digitalebalie.server.counter.CallbackRows.Made;
import nl.digitalebalie.server.counter.CallbackRows.Open;
import nl.digitalebalie.server.counter.CallbackRows.Origin;
import nl.digitalebalie.server.counter.CounterState.About;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.limit.KeyedBuckets;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.parts.CounterContext.Office;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the promises to call back: who may see and take them, and that none is forgotten. One
 * thread owns everything; what people say waits for it, bounded.
 */
final class CallbackDesk implements CallbackDoor, HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackDesk.class);
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEEE d MMMM HH:mm", Locale.of("nl")).withZone(ZONE);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /** What waits for this thread; more is refused or, from the relay, told again later. */
  private static final int MAX_WAITING = 1_000;

  /**
   * For each municipality: a relay that was taken over must not fill the list faster than people
   * can read it.
   */
  static final TokenBucket.Rate ASKED = new TokenBucket.Rate(200, Duration.ofSeconds(5));

  /** Numbers are for calling, one after another. */
  private static final int MAX_TAKEN = 5;

  private final Doors doors;
  private final CallbackRows rows;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("callback-desk").daemon().factory());
  private final AtomicInteger waiting = new AtomicInteger();
  private final KeyedBuckets asked = new KeyedBuckets(ASKED);
  private final Map<StaffId, StaffPrincipal> here = new HashMap<>();
  private final Map<StaffId, CounterToStaff.Callbacks> shown = new HashMap<>();
  private final Map<CallbackId, Urgency> raised = new HashMap<>();
  private volatile Status health = Status.UP;

  /** What it needs of the others. */
  record Doors(
      Store store,
      Map<MunicipalityId, Office> offices,
      Optional<ContactOutbox> outbox,
      AuditLog audit,
      CounterFigures figures,
      BiConsumer<StaffId, CounterToStaff> tell,
      Supplier<CallbackId> newId,
      Supplier<String> newReference,
      Supplier<String> newTrace,
      String promiseText,
      InstantSource clock) {}

  CallbackDesk(Doors doors, CallbackRows rows) {
    this.doors = doors;
    this.rows = rows;
  }

  void start() {
    owner.scheduleWithFixedDelay(
        () -> guarded(this::show), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  // Staff come and go

  void connected(StaffPrincipal staff) {
    run(() -> {
      here.put(staff.id(), staff);
      shown.remove(staff.id());
      show();
      // what was told before may have been lost with the row that it waited for
      takenBy(staff).forEach(open -> tellAfterRow(staff, open.id()));
    });
  }

  void gone(StaffId staff) {
    run(() -> {
      here.remove(staff);
      shown.remove(staff);
    });
  }

  private List<Open> takenBy(StaffPrincipal staff) {
    return open().stream()
        .filter(open -> open.holder().filter(staff.id()::equals).isPresent())
        .filter(open -> staff.municipalities().contains(open.municipality()))
        .toList();
  }

  // New promises

  @Override
  public void asked(CallbackRequest request, Consumer<Answer> answer) {
    run(() -> {
      Optional<Office> office = Optional.ofNullable(doors.offices.get(request.municipality()));
      if (office.isEmpty()) {
        doors.figures.count("callback-refused/UNKNOWN_MUNICIPALITY");
        LOG.warn("call-back {} is for a municipality that is not here", request.id());
        answer.accept(Answer.REFUSED);
        return;
      }
      Instant now = doors.clock.instant();
      if (asked.take(request.municipality().value(), now) == TokenBucket.Verdict.TOO_MANY) {
        doors.figures.count("callback-refused/PACE");
        return; // told again later
      }
      // the relay's clock may differ, and its word for when gives nobody a later promise
      Instant at = request.askedAt().isAfter(now) ? now : request.askedAt();
      boolean done =
          keep(
              new Made(
                  request.id(),
                  request.municipality(),
                  request.topic(),
                  Optional.empty(),
                  request.wish(),
                  at,
                  office.get().promise().endFor(at)),
              Optional.empty());
      if (done) {
        answer.accept(Answer.KEPT);
      }
    });
  }

  /** Promised in a talk, whose contact has this reference. */
  void promised(About about, String reference, CallbackWish wish) {
    run(() -> {
      Instant now = doors.clock.instant();
      Promise promise =
          Optional.ofNullable(doors.offices.get(about.municipality()))
              .map(Office::promise)
              .orElseGet(Promise::usual);
      boolean done =
          keep(
              new Made(
                  doors.newId.get(),
                  about.municipality(),
                  about.topic(),
                  Optional.of(reference),
                  wish,
                  now,
                  promise.endFor(now)),
              Optional.of(about.staff()));
      if (!done) {
        refuse(about.staff(), ErrorCode.INTERNAL, "promise-callback");
      }
    });
  }

  private boolean keep(Made made, Optional<StaffId> by) {
    Stored<Kept> stored =
        doors.store.write(sql -> {
          Kept kept = rows.keep(sql, made);
          if (kept == Kept.NEW) {
            doors.outbox.ifPresent(box -> box.put(sql, delivery(made), doors.clock.instant()));
          }
          return kept;
        });
    Kept kept = stored.fold(outcome -> outcome, code -> Kept.FULL);
    if (kept == Kept.NEW) {
      doors.outbox.ifPresent(ContactOutbox::wake);
      append(
          by,
          made.id(),
          new AuditEvent.CallbackPromised(made.municipality(), made.topic(), made.promisedBy()));
      show();
    } else if (kept == Kept.FULL) {
      doors.figures.count("callback-refused/NOT_STORED");
      LOG.warn("call-back {} cannot be stored now", made.id());
    }
    return kept != Kept.FULL;
  }

  private Delivery.Callback delivery(Made made) {
    return new Delivery.Callback(
        made.id().value(),
        made.contact(),
        made.askedAt(),
        subject(made.municipality(), made.topic()),
        made.wish().name(),
        made.wish().phone(),
        made.wish().words(),
        doors.promiseText.formatted(WHEN.format(made.promisedBy())));
  }

  private String subject(MunicipalityId municipality, TopicId topic) {
    return ContactRegister.subject(doors.offices, municipality, topic);
  }

  // Taking and finishing

  void take(StaffPrincipal staff, StaffToCounter.TakeCallback take) {
    runOrRefuse(
        staff.id(),
        "take-callback",
        () -> {
          Optional<Open> open = ofTheirs(staff, take.callback(), "take-callback");
          if (open.isEmpty()) {
            return;
          }
          if (takenBy(staff).size() >= MAX_TAKEN && !holds(open.get(), staff.id())) {
            refuse(staff.id(), ErrorCode.NOT_AVAILABLE, "take-callback");
            return;
          }
          Instant now = doors.clock.instant();
          boolean taken =
              doors
                  .store
                  .write(sql -> rows.take(sql, take.callback(), staff.id(), now))
                  .fold(won -> won, code -> false);
          if (!taken) {
            refuse(staff.id(), ErrorCode.ALREADY_TAKEN, "take-callback");
            show();
            return;
          }
          tellAfterRow(staff, take.callback());
        });
  }

  /** The number is read after the row is durable, as every personal value. */
  private void tellAfterRow(StaffPrincipal staff, CallbackId callback) {
    append(Optional.of(staff.id()), callback, new AuditEvent.CallbackTaken())
        .thenAccept(row -> run(() -> rowWritten(staff, callback, row)));
  }

  private void rowWritten(StaffPrincipal staff, CallbackId callback, AuditLog.Appended row) {
    switch (row) {
      case AuditLog.Appended.Durable durable -> tellNumber(staff.id(), callback);
      case AuditLog.Appended.Failed failed -> {
        doors.store.write(sql -> rows.putBack(sql, callback, staff.id(), 0));
        refuse(staff.id(), ErrorCode.AUDIT_UNAVAILABLE, "take-callback");
      }
    }
    show();
  }

  private void tellNumber(StaffId staff, CallbackId callback) {
    Optional<CallbackWish> wish =
        doors
            .store
            .read(sql -> rows.wish(sql, callback))
            .fold(found -> found, code -> Optional.empty());
    if (wish.isPresent()) {
      doors.tell.accept(staff, new CounterToStaff.CallbackTaken(callback, wish.get()));
    } else {
      refuse(staff, ErrorCode.INTERNAL, "take-callback");
    }
  }

  void finish(StaffPrincipal staff, StaffToCounter.FinishCallback finish) {
    runOrRefuse(
        staff.id(),
        "finish-callback",
        () -> {
          Optional<Open> open = ofTheirs(staff, finish.callback(), "finish-callback");
          if (open.isEmpty()) {
            return;
          }
          boolean done =
              doors
                  .store
                  .write(sql -> finish(sql, staff, open.get(), finish))
                  .fold(changed -> changed, code -> false);
          if (!done) {
            refuse(staff.id(), ErrorCode.NOT_IN_THIS_STATE, "finish-callback");
          } else {
            append(
                Optional.of(staff.id()),
                finish.callback(),
                new AuditEvent.CallbackFinished(finish.result()));
            doors.outbox.ifPresent(ContactOutbox::wake);
          }
          show();
        });
  }

  private boolean finish(
      Sql sql, StaffPrincipal staff, Open open, StaffToCounter.FinishCallback finish) {
    return switch (finish.result()) {
      case PUT_BACK -> rows.putBack(sql, open.id(), staff.id(), 0);
      case NOT_REACHED -> rows.putBack(sql, open.id(), staff.id(), 1);
      case DONE -> {
        Instant now = doors.clock.instant();
        boolean done = rows.done(sql, open.id(), staff.id(), now);
        if (done) {
          register(sql, staff, open, finish, now);
        }
        yield done;
      }
    };
  }

  /** The call is a contact of its own, in our table and in the municipality's register. */
  private void register(
      Sql sql, StaffPrincipal staff, Open open, StaffToCounter.FinishCallback finish, Instant now) {
    String reference = doors.newReference.get();
    ContactRegister.write(
        sql,
        new ContactRegister.Row(
            reference,
            open.id().value(),
            open.municipality(),
            open.topic(),
            Channel.PHONE.name(),
            staff.id().value(),
            ContactOutcome.ANSWERED.name(),
            finish.note()),
        now);
    // a promise of before there was a customer-interaction system has no task there
    Optional<ContactOutbox> knowing = doors.outbox.filter(box -> box.knows(sql, open.id().value()));
    knowing.ifPresent(box ->
        box.put(
            sql,
            new Delivery.CallbackKept(
                reference,
                open.id().value(),
                now,
                subject(open.municipality(), open.topic()),
                finish.note(),
                new Delivery.Colleague(staff.id().value(), staff.displayName())),
            now));
  }

  /** One that is not there and one that is not theirs look the same. */
  private Optional<Open> ofTheirs(StaffPrincipal staff, CallbackId id, String about) {
    Instant now = doors.clock.instant();
    Optional<Open> open =
        doors
            .store
            .read(sql -> rows.open(sql, id, now))
            .fold(found -> found, code -> Optional.<Open>empty());
    Optional<Open> theirs = open.filter(one -> staff.municipalities().contains(one.municipality()));
    if (open.isPresent() && theirs.isEmpty()) {
      append(
          Optional.of(staff.id()),
          id,
          new AuditEvent.Denied(about, ErrorCode.NOT_YOUR_CONVERSATION.name()));
    }
    if (theirs.isEmpty()) {
      refuse(staff.id(), ErrorCode.ALREADY_TAKEN, about);
    }
    return theirs;
  }

  private static boolean holds(Open open, StaffId staff) {
    return open.holder().filter(staff::equals).isPresent();
  }

  private void refuse(StaffId staff, ErrorCode code, String about) {
    doors.figures.count("refused-staff/" + code.name());
    doors.tell.accept(
        staff, new CounterToStaff.Refused(code, Optional.of(about), Optional.empty()));
  }

  private java.util.concurrent.CompletableFuture<AuditLog.Appended> append(
      Optional<StaffId> actor, CallbackId callback, AuditEvent event) {
    doors.figures.count(event);
    return doors.audit.append(
        new AuditEntry(
            doors.clock.instant(),
            actor,
            new ConversationId(callback.value()),
            doors.newTrace.get(),
            event));
  }

  // The picture

  private List<Open> open() {
    Instant now = doors.clock.instant();
    return doors
        .store
        .read(sql -> rows.open(sql, now))
        .fold(found -> found, code -> List.<Open>of());
  }

  /** Everybody sees the open promises of their own municipalities, when something changed. */
  private void show() {
    List<Open> all = open();
    Instant now = doors.clock.instant();
    raise(all, now);
    for (StaffPrincipal staff : List.copyOf(here.values())) {
      CounterToStaff.Callbacks picture = picture(all, staff, now);
      if (!picture.equals(shown.put(staff.id(), picture))) {
        doors.tell.accept(staff.id(), picture);
      }
    }
  }

  private CounterToStaff.Callbacks picture(List<Open> all, StaffPrincipal staff, Instant now) {
    List<Open> theirs =
        all.stream().filter(open -> staff.municipalities().contains(open.municipality())).toList();
    List<CallbackEntry> entries = new ArrayList<>();
    theirs.stream()
        .limit(CounterToStaff.Callbacks.MAX_ENTRIES)
        .forEach(open ->
            entries.add(
                new CallbackEntry(
                    open.id(),
                    open.municipality(),
                    open.topic(),
                    open.askedAt(),
                    open.promisedBy(),
                    urgency(open, now),
                    holder(open, staff.id()),
                    open.tries())));
    return new CounterToStaff.Callbacks(entries, theirs.size() - entries.size());
  }

  private static Holder holder(Open open, StaffId staff) {
    return open.holder()
        .map(holder -> holder.equals(staff) ? Holder.YOU : Holder.COLLEAGUE)
        .orElse(Holder.NOBODY);
  }

  private Urgency urgency(Open open, Instant now) {
    Promise promise =
        Optional.ofNullable(doors.offices.get(open.municipality()))
            .map(Office::promise)
            .orElseGet(Promise::usual);
    return switch (promise.nearness(open.promisedBy(), now)) {
      case IN_TIME -> Urgency.IN_TIME;
      case LAST_DAY -> Urgency.LAST_DAY;
      case LATE -> Urgency.LATE;
    };
  }

  /** Says once of each promise that its last day came, and that it was broken. */
  private void raise(List<Open> all, Instant now) {
    Map<CallbackId, Urgency> current = new HashMap<>();
    for (Open open : all) {
      Urgency urgency = urgency(open, now);
      current.put(open.id(), urgency);
      if (urgency != Urgency.IN_TIME && urgency != raised.get(open.id())) {
        doors.figures.count("callback/" + urgency.name());
        LOG.warn("call-back {} of {}: {}", open.id(), open.municipality(), urgency);
      }
    }
    raised.clear();
    raised.putAll(current);
    health = current.containsValue(Urgency.LATE) || full() ? Status.DOWN : Status.UP;
  }

  /** What was promised on the page then waits at the relay, and staff can promise nothing. */
  private boolean full() {
    return doors
        .store
        .read(sql ->
            doors.offices.keySet().stream()
                .anyMatch(municipality ->
                    Arrays.stream(Origin.values())
                        .anyMatch(origin -> rows.full(sql, municipality, origin))))
        .fold(found -> found, code -> true);
  }

  @Override
  public String name() {
    return "callbacks";
  }

  /** A promise that was broken, or a list that is full, is for people to mend. */
  @Override
  public Weight weight() {
    return Weight.SHOWN;
  }

  @Override
  public Status look() {
    return health;
  }

  // The thread

  private void runOrRefuse(StaffId staff, String about, Runnable task) {
    if (!run(task)) {
      refuse(staff, ErrorCode.TOO_MANY_MESSAGES, about);
    }
  }

  private boolean run(Runnable task) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      owner.execute(() -> {
        waiting.decrementAndGet();
        guarded(task);
      });
      return true;
    } catch (RejectedExecutionException closing) {
      return false;
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      // the edge of this thread: one call-back that cannot be handled keeps none from the others
      LOG.error(
          "a call-back failed: {} at {}", bug.getClass().getName(), List.of(bug.getStackTrace()));
    }
  }

  @Override
  public void close() {
    owner.shutdown();
    try {
      if (!owner.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
        owner.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
