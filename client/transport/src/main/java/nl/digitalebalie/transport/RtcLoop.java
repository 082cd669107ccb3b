package nl.digitalebalie.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import nl.digitalebalie.rtc.Input;
import nl.digitalebalie.rtc.Output;
import nl.digitalebalie.rtc.RtcSession;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * The sole owner of one {@link RtcSession}: one platform thread, one bounded inbox, one clock.
 *
 * <p>Overflow policy: <em>drop the newest media</em>, counted. Media beyond {@link #MAX_MEDIA}
 * waiting items is refused, for waiting media is late media; the places above are kept for control,
 * of which a call has a handful. Running out of those is a bug of ours.
 */
final class RtcLoop {
  /** About half a second of a 2.5 Mbit/s call: whatever waits longer is of no use any more. */
  static final int MAX_MEDIA = 512;

  private static final int MAX_WAITING = 2 * MAX_MEDIA;

  private final RtcSession session;
  private final Consumer<Output> outputs;
  private final Consumer<RuntimeException> bug;
  private final Supplier<MonoTime> clock;
  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong droppedMedia = new AtomicLong();
  private final Thread thread;
  // Owned by the loop's thread.
  private Optional<MonoTime> deadline = Optional.empty();
  private @Nullable MonoTime newest;
  // Written by the loop's thread, read by posters: what comes after the end is dropped.
  private volatile boolean ended;

  /**
   * @param outputs takes what the session wants, on the loop's thread
   * @param bug takes what should never happen, on the loop's thread, which then ends
   */
  RtcLoop(
      RtcSession session,
      Supplier<MonoTime> clock,
      Consumer<Output> outputs,
      Consumer<RuntimeException> bug) {
    this.session = session;
    this.clock = clock;
    this.outputs = outputs;
    this.bug = bug;
    this.thread = Thread.ofPlatform().daemon().name("rtc-loop").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  MonoTime now() {
    return clock.get();
  }

  boolean isLoopThread() {
    return Thread.currentThread() == thread;
  }

  long droppedMedia() {
    return droppedMedia.get();
  }

  /** Hands media to the session, or drops it when too much is waiting. Any thread. */
  void offerMedia(Input media) {
    boolean taken = !ended && inbox.size() < MAX_MEDIA && inbox.offer(() -> feed(media));
    if (!taken) {
      droppedMedia.incrementAndGet();
    }
  }

  /** Runs a step on the loop's thread, in order with everything else. Any thread. */
  void control(Runnable step) {
    if (!ended && !inbox.offer(step)) {
      throw new IllegalStateException("a call has more control steps waiting than it can have");
    }
  }

  /** Feeds the session now; on the loop's thread only. */
  void feed(Input input) {
    if (!isLoopThread()) {
      throw new IllegalStateException("a session is fed by its loop alone");
    }
    deadline = session.handle(inOrder(input), outputs);
  }

  /** Ends the loop after the present step; on the loop's thread only. */
  void end() {
    ended = true;
  }

  /** Waits for the end; returns at once on the loop's own thread. */
  void join(Duration patience) {
    if (isLoopThread()) {
      return;
    }
    try {
      thread.join(patience);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!ended) {
        step();
      }
    } catch (RuntimeException broken) {
      // The boundary of style.md: a broken invariant ends this call, not the program.
      ended = true;
      bug.accept(broken);
    } catch (InterruptedException stop) {
      ended = true;
    }
  }

  private void step() throws InterruptedException {
    Runnable next = await();
    if (next != null) {
      next.run();
    }
    // A busy inbox must not starve the timers.
    if (!ended && isDue()) {
      feed(new Input.TimePassed(clock.get()));
    }
  }

  private @Nullable Runnable await() throws InterruptedException {
    if (deadline.isEmpty()) {
      return inbox.take();
    }
    long nanos = deadline.get().nanosSince(clock.get());
    return nanos <= 0 ? inbox.poll() : inbox.poll(nanos, TimeUnit.NANOSECONDS);
  }

  private boolean isDue() {
    MonoTime now = clock.get();
    return deadline.map(moment -> !now.isBefore(moment)).orElse(false);
  }

  /**
   * Inputs are stamped on several threads before they queue, so neighbours may be microseconds out
   * of order; the session wants time that never runs back.
   */
  private Input inOrder(Input input) {
    MonoTime last = newest;
    if (last != null && input.at().isBefore(last)) {
      return at(last, input);
    }
    newest = input.at();
    return input;
  }

  private static Input at(MonoTime at, Input input) {
    return switch (input) {
      case Input.OfferRequested(var ignored, var local) -> new Input.OfferRequested(at, local);
      case Input.AnswerArrived(var ignored, var answer) -> new Input.AnswerArrived(at, answer);
      case Input.OfferArrived(var ignored, var offer, var local) ->
          new Input.OfferArrived(at, offer, local);
      case Input.DatagramArrived(var ignored, var bytes) -> new Input.DatagramArrived(at, bytes);
      case Input.Secured(var ignored, var protection) -> new Input.Secured(at, protection);
      case Input.VideoCaptured(var ignored, var frame) -> new Input.VideoCaptured(at, frame);
      case Input.AudioCaptured(var ignored, var frame) -> new Input.AudioCaptured(at, frame);
      case Input.KeyFrameWanted(var ignored) -> new Input.KeyFrameWanted(at);
      case Input.TimePassed(var ignored) -> new Input.TimePassed(at);
      case Input.Closed(var ignored) -> new Input.Closed(at);
    };
  }
}
