package nl.digitalebalie.server.audit;

import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import nl.digitalebalie.server.audit.HeadTable.Head;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;
import nl.digitalebalie.server.audit.merkle.Frontier;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.audit.merkle.ProofBuilder;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.witness.HeadKey;
import nl.digitalebalie.witness.TreeHead;
import nl.digitalebalie.witness.Witness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs heads of the audit log and hands them to the witness, in order and each with the proof that
 * it grew out of the one before. Apart from the writer, so that no row waits for a witness; heads
 * that the witness did not take yet wait in the database.
 *
 * <p>What is signed was checked: a row that changed between its commit and the next head stops the
 * heads and the health check, for a signature under it would make it true.
 */
public final class AuditAnchor implements HealthCheck, AutoCloseable {
  /** Half a minute of the heaviest load that is planned for would be more rows than this. */
  static final long MAX_ROWS = 1_000;

  private static final Duration PULSE = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int PAGE_ROWS = 1_000;

  /** Of one turn; a witness that was away for a day gets the rest in the next ones. */
  private static final int MAX_DELIVERIES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(AuditAnchor.class);

  private final String chain;
  private final Store store;
  private final Supplier<Optional<AuditTail>> durable;
  private final ECPrivateKey key;
  private final Witness witness;
  private final Duration every;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("audit-anchor").daemon().factory());

  /** Of the last head; empty before the first turn. */
  private Optional<Head> made = Optional.empty();

  private Ready ready = Ready.NOT_YET;
  private Backlog backlog = Backlog.UNKNOWN;
  private Instant nextTry = Instant.MIN;
  private volatile String fault = "";

  /** A row that is not what was written: no head follows until somebody looked. */
  private volatile String broken = "";

  private enum Ready {
    NOT_YET,
    YES
  }

  /** Whether heads wait for the witness. */
  private enum Backlog {
    UNKNOWN,
    NONE,
    WAITING
  }

  /**
   * @param durable where the writer left the chain; empty before its first row
   * @param every how long a row waits for a head at most, if the witness is there
   */
  AuditAnchor(
      String chain,
      Store store,
      Supplier<Optional<AuditTail>> durable,
      ECPrivateKey key,
      Witness witness,
      Duration every,
      InstantSource clock) {
    this.chain = chain;
    this.store = store;
    this.durable = durable;
    this.key = key;
    this.witness = witness;
    this.every = every;
    this.clock = clock;
  }

  /** Makes heads of the writer's rows from now on. */
  public static AuditAnchor start(
      String chain,
      Store store,
      AuditWriter writer,
      ECPrivateKey key,
      Witness witness,
      Duration every,
      InstantSource clock) {
    AuditAnchor anchor = new AuditAnchor(chain, store, writer::durable, key, witness, every, clock);
    anchor.thread.scheduleWithFixedDelay(
        anchor::guardedTurn, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
    return anchor;
  }

  /** The edge of the thread: a bug must be seen, and must not end the heads. */
  private void guardedTurn() {
    try {
      turn();
    } catch (RuntimeException bug) {
      LOG.error("making or sending a head failed", bug);
      fault = "INTERNAL";
    }
  }

  @Override
  public String name() {
    return "audit-witness";
  }

  @Override
  public Status look() {
    return fault().isEmpty() ? Status.UP : Status.DOWN;
  }

  /** Why {@link #look} says DOWN; empty when it does not. */
  String fault() {
    return broken.isEmpty() ? fault : broken;
  }

  /** Makes the head that is due and sends what waits. */
  synchronized void turn() {
    Instant now = clock.instant();
    if (ready == Ready.NOT_YET && !begin()) {
      return;
    }
    if (due(now)) {
      make(now);
    }
    if (backlog != Backlog.NONE && !now.isBefore(nextTry)) {
      deliver(now);
    }
  }

  /** Signs and sends what there is, due or not. */
  synchronized void flush() {
    if (ready == Ready.YES || begin()) {
      if (rows() > size() && broken.isEmpty()) {
        make(clock.instant());
      }
      deliver(clock.instant());
    }
  }

  /**
   * A head over this row, made now unless there is one, and offered to the witness; empty when none
   * can be made. Blocks for as long as the witness takes.
   */
  synchronized Optional<Head> headOver(long seq) {
    Instant now = clock.instant();
    if (ready == Ready.NOT_YET && !begin()) {
      return Optional.empty();
    }
    if (size() < seq && broken.isEmpty()) {
      make(now);
    }
    if (backlog != Backlog.NONE && !now.isBefore(nextTry)) {
      deliver(now);
    }
    return made.filter(head -> head.size() >= seq);
  }

  /** Who signs in the name of this log. */
  ECPrivateKey key() {
    return key;
  }

  private boolean begin() {
    Optional<Optional<Head>> newest = value(store.read(sql -> HeadTable.newest(sql, chain)));
    newest.ifPresent(head -> {
      made = head;
      ready = Ready.YES;
      if (rows() != size()) { // what a crash left without a head, or a database that lost rows
        make(clock.instant());
      }
    });
    return newest.isPresent();
  }

  private long size() {
    return made.map(Head::size).orElse(0L);
  }

  private long rows() {
    return durable
        .get()
        .map(AuditTail::seq)
        .orElseGet(() -> value(store.read(sql -> AuditTable.tail(sql, chain).seq())).orElse(0L));
  }

  private boolean due(Instant now) {
    Optional<AuditTail> tail = durable.get();
    if (tail.isEmpty() || !broken.isEmpty()) {
      return false;
    }
    long more = tail.get().seq() - size();
    return more >= MAX_ROWS
        || more > 0 && made.map(head -> !now.isBefore(head.at().plus(every))).orElse(true);
  }

  // Making

  /** What came of looking at the rows since the last head. */
  private sealed interface Look {
    record Grown(Frontier frontier) implements Look {}

    record Bad(String code) implements Look {}
  }

  private void make(Instant now) {
    Optional<AuditTail> expected = durable.get();
    Optional<Look> looked = value(store.read(sql -> look(sql, expected)));
    if (looked.isEmpty()) {
      return;
    }
    switch (looked.get()) {
      case Look.Bad(String code) -> {
        LOG.error("no head is signed: {}", code);
        broken = code;
      }
      case Look.Grown(Frontier frontier) -> {
        TreeHead head = new TreeHead(chain, frontier.size(), frontier.root(), now);
        Head signed = new Head(frontier, now, HeadKey.sign(key, head).jws());
        value(
                store.write(sql -> {
                  HeadTable.insert(sql, chain, signed);
                  return signed;
                }))
            .ifPresent(stored -> {
              made = Optional.of(stored);
              backlog = Backlog.WAITING;
            });
      }
    }
  }

  /** Reads and checks the rows after the last head, to where the writer says that it is. */
  private Look look(Sql sql, Optional<AuditTail> expected) {
    Frontier frontier = made.map(Head::frontier).orElse(Frontier.EMPTY);
    AuditTail tail =
        frontier.size() == 0
            ? AuditTail.ofEmpty(chain)
            : AuditTable.page(sql, chain, frontier.size() - 1, 1).stream()
                .findFirst()
                .map(AuditRow::tail)
                .orElse(AuditTail.ofEmpty(chain));
    if (tail.seq() != frontier.size()) {
      return new Look.Bad("AUDIT_ROWS_MISSING");
    }
    List<AuditRow> page = AuditTable.page(sql, chain, tail.seq(), PAGE_ROWS);
    while (!page.isEmpty()) {
      for (AuditRow row : page) {
        if (AuditVerifier.faultOf(tail, row).isPresent()) {
          return new Look.Bad("AUDIT_ROW_CHANGED");
        }
        frontier = frontier.plus(Hash.leaf(row.hash()));
        tail = row.tail();
        if (expected.isPresent() && expected.get().seq() == row.seq()) {
          return MessageDigest.isEqual(expected.get().hash(), row.hash())
              ? new Look.Grown(frontier)
              : new Look.Bad("AUDIT_ROW_CHANGED");
        }
      }
      page = AuditTable.page(sql, chain, tail.seq(), PAGE_ROWS);
    }
    return expected.isEmpty() && frontier.size() > 0
        ? new Look.Grown(frontier)
        : new Look.Bad("AUDIT_ROWS_MISSING");
  }

  // Sending

  private void deliver(Instant now) {
    for (int sent = 0; sent < MAX_DELIVERIES; sent++) {
      Optional<Optional<Head>> waiting =
          value(store.read(sql -> HeadTable.oldestUnconfirmed(sql, chain)));
      if (waiting.isEmpty()) {
        return;
      }
      if (waiting.get().isEmpty()) {
        backlog = Backlog.NONE;
        fault = "";
        return;
      }
      backlog = Backlog.WAITING;
      if (!deliver(waiting.get().get(), now)) {
        nextTry = now.plus(RETRY);
        return;
      }
    }
  }

  private boolean deliver(Head head, Instant now) {
    Frontier old =
        value(store.read(sql -> HeadTable.newestConfirmed(sql, chain)))
            .flatMap(found -> found)
            .map(Head::frontier)
            .orElse(Frontier.EMPTY);
    Witness.Answer answer = submit(head, old);
    if (answer instanceof Witness.Answer.StartsAt(long size)) {
      answer = submitFrom(head, size, now);
    }
    return settle(head, answer, now);
  }

  /** The witness has another head than we thought: one that we know as well, or it is not ours. */
  private Witness.Answer submitFrom(Head head, long size, Instant now) {
    if (size == 0) {
      LOG.warn("the witness has no head of this log; it begins anew");
      return submit(head, Frontier.EMPTY);
    }
    Optional<Head> known =
        value(store.read(sql -> HeadTable.ofSize(sql, chain, size))).flatMap(found -> found);
    if (known.isEmpty()) {
      return new Witness.Answer.Refused(Witness.Reason.INCONSISTENT);
    }
    return submit(head, known.get().frontier());
  }

  private Witness.Answer submit(Head head, Frontier old) {
    if (old.size() > head.size()) {
      return new Witness.Answer.Refused(Witness.Reason.SHRUNK);
    }
    Optional<ConsistencyProof> proof = value(store.read(sql -> proof(sql, old, head.size())));
    return proof.isEmpty()
        ? new Witness.Answer.Unreachable(fault)
        : witness.submit(head.jws(), proof.get());
  }

  private ConsistencyProof proof(Sql sql, Frontier old, long size) {
    ProofBuilder builder = ProofBuilder.ofGrowth(old);
    while (builder.tree().size() < size) {
      long after = builder.tree().size();
      List<AuditRow> page =
          AuditTable.page(sql, chain, after, (int) Math.min(PAGE_ROWS, size - after));
      if (page.isEmpty()) {
        break; // rows are gone: the proof is too short and will be refused
      }
      page.forEach(row -> builder.add(Hash.leaf(row.hash())));
    }
    return builder.consistency();
  }

  private boolean settle(Head head, Witness.Answer answer, Instant now) {
    return switch (answer) {
      case Witness.Answer.Accepted(Optional<String> countersignature) ->
          value(
                  store.write(sql -> {
                    HeadTable.confirm(sql, chain, head.size(), countersignature, now);
                    return true;
                  }))
              .isPresent();
      case Witness.Answer.StartsAt at -> blame("WITNESS_REFUSES_INCONSISTENT");
      case Witness.Answer.Refused(Witness.Reason reason) ->
          blame("WITNESS_REFUSES_" + reason.name());
      case Witness.Answer.Unreachable(String code) -> blame(code);
    };
  }

  private boolean blame(String code) {
    if (!fault.equals(code)) {
      LOG.warn("heads of the audit log wait: {}", code);
    }
    fault = code;
    return false;
  }

  private <T> Optional<T> value(Stored<T> stored) {
    return stored.fold(
        Optional::of,
        code -> {
          blame(code);
          return Optional.empty();
        });
  }

  /** A last head, so that nothing that was written stays without one. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    flush();
    witness.close();
  }
}
