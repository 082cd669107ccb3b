package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseDocuments.Sink;
import nl.digitalebalie.server.cases.CaseDocuments.Wanted;

/**
 * One document from the case system to the mailbox, in parts, never more of them under way than the
 * client has room for. The mailbox decides about each part, so none goes out after the panel
 * locked; {@link #stop} ends the download as well.
 */
final class DocumentPour implements Sink {
  /** A client that takes nothing for so long is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final long ticket;
  private final Consumer<Event> to;
  private final Semaphore room = new Semaphore(CounterToStaff.PARTS_AT_ONCE);
  private final byte[] part = new byte[CounterToStaff.MAX_PART_BYTES];
  private int filled;
  private volatile boolean stopped;

  DocumentPour(long ticket, Consumer<Event> to) {
    this.ticket = ticket;
    this.to = to;
  }

  @Override
  public void begin(String mediaType, long bytes) {
    to.accept(new Event.DocumentBegan(ticket, mediaType, bytes));
  }

  @Override
  public Wanted part(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int taken = Math.min(part.length - filled, bytes.length - at);
      System.arraycopy(bytes, at, part, filled, taken);
      filled += taken;
      at += taken;
      if (filled == part.length && send() == Wanted.NO_MORE) {
        return Wanted.NO_MORE;
      }
    }
    return stopped ? Wanted.NO_MORE : Wanted.MORE;
  }

  /** The end of it, with what is left in hand. */
  void end(Delivery delivery) {
    boolean whole =
        delivery instanceof Delivery.Whole && (filled == 0 || send() == Wanted.MORE) && !stopped;
    Arrays.fill(part, (byte) 0);
    to.accept(
        new Event.DocumentEnded(
            ticket,
            whole || delivery instanceof Delivery.Failed
                ? delivery
                : new Delivery.Failed("STOPPED")));
  }

  void let(int parts) {
    room.release(parts);
  }

  void stop() {
    stopped = true;
    room.release(); // whoever waits for room looks again
  }

  private Wanted send() {
    if (stopped || !hasRoom() || stopped) {
      return Wanted.NO_MORE;
    }
    to.accept(
        new Event.DocumentPart(
            ticket, Sensitive.of(Base64.getEncoder().encodeToString(Arrays.copyOf(part, filled)))));
    filled = 0;
    return Wanted.MORE;
  }

  private boolean hasRoom() {
    try {
      return room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
