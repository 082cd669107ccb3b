package nl.digitalebalie.rtc.jitter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.OpusPacket;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Gives out 20 ms of sound every 20 ms, or asks to conceal them. Where playout should be, the clock
 * says; this buffer follows it in whole frames: one concealed to wait longer, one dropped to wait
 * less, and never many in a row.
 *
 * <p>Overflow policy: the oldest frame is dropped.
 */
public final class AudioBuffer {
  /** Two seconds. */
  private static final int MAX_FRAMES = 100;

  private static final Duration FRAME = Duration.ofMillis(20);

  /** Half a frame more than a frame: else waiting and hurrying would alternate. */
  private static final Duration TOO_LONG = Duration.ofMillis(50);

  /**
   * A backlog, as after a stall: better one audible jump than seconds of talking past each other.
   */
  private static final Duration FAR_TOO_LONG = Duration.ofMillis(250);

  /** After this many concealed frames the sender has stopped (mute, DTX): silence, no invention. */
  private static final int MAX_CONCEALED = 50;

  /** Between two dropped frames: a listener does not hear one in half a second. */
  private static final int SLOTS_BETWEEN_DROPS = 25;

  /** What leaves the buffer. */
  public sealed interface Sound {
    /** A frame that came. */
    record Play(EncodedAudio frame) implements Sound {}

    /** A frame that did not. */
    record Conceal() implements Sound {}
  }

  /** What became of a packet. */
  public enum Verdict {
    KEPT,
    TOO_LATE,
    /** Further ahead than the buffer is long. */
    OUT_OF_REACH,
    DUPLICATE
  }

  private record Slot(long ticks, MonoTime at) {
    Slot next() {
      return after(EncodedAudio.TICKS);
    }

    /** A packet may hold more than one frame of 20 ms. */
    Slot after(int length) {
      Duration time = FRAME.multipliedBy(length).dividedBy(EncodedAudio.TICKS);
      return new Slot(ticks + length, at.plus(time));
    }
  }

  private final PlayoutClock clock;
  private final TreeMap<Long, EncodedAudio> frames = new TreeMap<>();
  private Optional<Slot> slot = Optional.empty();
  private int concealedInARow;
  private int slotsSinceDrop;
  private int waitedInARow;

  public AudioBuffer(PlayoutClock clock) {
    this.clock = clock;
  }

  /** A frame came. */
  public Verdict add(EncodedAudio frame) {
    long ticks = frame.timestamp().ticks();
    if (slot.isPresent() && ticks < slot.get().ticks()) {
      return Verdict.TOO_LATE;
    }
    if (slot.isPresent() && ticks - slot.get().ticks() > (long) MAX_FRAMES * EncodedAudio.TICKS) {
      return Verdict.OUT_OF_REACH;
    }
    if (frames.putIfAbsent(ticks, frame) != null) {
      return Verdict.DUPLICATE;
    }
    if (frames.size() > MAX_FRAMES) {
      frames.pollFirstEntry();
    }
    if (slot.isEmpty()) {
      slot = Optional.of(new Slot(ticks, clock.playout(frame.timestamp())));
    }
    return Verdict.KEPT;
  }

  /** Everything due by now, in order. */
  public List<Sound> due(MonoTime at) {
    List<Sound> due = new ArrayList<>();
    while (slot.isPresent() && !at.isBefore(slot.get().at())) {
      step(slot.get(), due);
    }
    return due;
  }

  private void step(Slot current, List<Sound> due) {
    slotsSinceDrop++;
    MonoTime wanted = clock.playout(MediaTime.audio(current.ticks()));
    long early = wanted.nanosSince(current.at());
    if (early >= FRAME.toNanos() && waitedInARow < MAX_CONCEALED) {
      waitedInARow++;
      due.add(new Sound.Conceal());
      slot = Optional.of(new Slot(current.ticks(), current.at().plus(FRAME)));
      return;
    }
    waitedInARow = 0;
    if (-early >= TOO_LONG.toNanos() && mayDrop(current, -early)) {
      slotsSinceDrop = 0;
      frames.headMap(current.ticks() + EncodedAudio.TICKS).clear();
      slot = Optional.of(new Slot(current.ticks() + EncodedAudio.TICKS, current.at()));
      return;
    }
    playOrConceal(current, due);
  }

  private boolean mayDrop(Slot current, long late) {
    boolean rested = slotsSinceDrop >= SLOTS_BETWEEN_DROPS || late >= FAR_TOO_LONG.toNanos();
    return rested && frames.containsKey(current.ticks()) && frames.size() > 1;
  }

  private void playOrConceal(Slot current, List<Sound> due) {
    Long ticks = frames.ceilingKey(current.ticks());
    if (ticks != null && ticks < current.ticks() + EncodedAudio.TICKS) {
      EncodedAudio frame = frames.remove(ticks);
      if (frame == null) {
        throw new IllegalStateException("a key of the buffer has a frame");
      }
      concealedInARow = 0;
      due.add(new Sound.Play(frame));
      int length = OpusPacket.ticks(frame.payload()).orElse(EncodedAudio.TICKS);
      slot = Optional.of(new Slot(ticks, current.at()).after(length));
      return;
    }
    if (concealedInARow >= MAX_CONCEALED) {
      restart();
      return;
    }
    concealedInARow++;
    due.add(new Sound.Conceal());
    slot = Optional.of(current.next());
  }

  /** The sender was silent for a second: begin again with the next frame that comes. */
  private void restart() {
    concealedInARow = 0;
    slot =
        frames.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Slot(frames.firstKey(), clock.playout(MediaTime.audio(frames.firstKey()))));
  }

  /** When the next 20 ms are due. */
  public Optional<MonoTime> deadline() {
    return slot.map(Slot::at);
  }
}
