package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.relay.CallbackTable.Place;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands call-backs to the counter part until it says that it keeps them: neither a link that is
 * down nor a restart loses one. Owns its thread.
 */
final class CallbackOutbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackOutbox.class);

  /** A promise counts in days; a link is back within seconds. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(15);

  static final int AT_ONCE = 50;

  private final Store store;
  private volatile CallbackDoor door =
      (request, answer) -> LOG.debug("call-back {} waits for the start", request.id());

  /** Only the owner thread reads and moves it. */
  private Place offered = Place.FRONT;

  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("callbacks").daemon().factory());

  CallbackOutbox(Store store) {
    this.store = store;
  }

  void start(CallbackDoor counter) {
    door = counter;
    owner.scheduleWithFixedDelay(this::offer, 0, AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stores it durably. Blocks. */
  Stored<CallbackTable.Outcome> keep(CallbackRequest request) {
    Stored<CallbackTable.Outcome> stored = store.write(sql -> CallbackTable.keep(sql, request));
    run(this::offer);
    return stored;
  }

  /** All in turn: those that the counter part cannot take now hold up nobody behind them. */
  private void offer() {
    Place behind = offered;
    if (store.read(sql -> CallbackTable.waiting(sql, behind, AT_ONCE))
        instanceof Stored.Done<List<CallbackRequest>>(List<CallbackRequest> waiting)) {
      offered = waiting.size() < AT_ONCE ? Place.FRONT : Place.of(waiting.getLast());
      waiting.forEach(
          request -> door.asked(request, answer -> run(() -> answered(request.id(), answer))));
    }
  }

  private void answered(CallbackId id, CallbackDoor.Answer answer) {
    switch (answer) {
      case KEPT -> {}
      case REFUSED -> LOG.warn("call-back {} is refused for good by the counter part", id);
    }
    forget(id);
  }

  private void forget(CallbackId id) {
    if (store.write(sql -> CallbackTable.forget(sql, id))
        instanceof Stored.Unavailable<Integer>(String code)) {
      LOG.warn("call-back {} is answered and not forgotten: {}", id, code);
    }
  }

  private void run(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("a call-back waits for the next start");
    }
  }

  @Override
  public void close() {
    owner.shutdownNow();
    try {
      if (!owner.awaitTermination(AGAIN_AFTER.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the outbox of call-backs is still busy while the relay closes");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
