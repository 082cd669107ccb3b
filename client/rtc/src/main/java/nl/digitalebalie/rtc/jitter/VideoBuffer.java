package nl.digitalebalie.rtc.jitter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Keeps complete pictures until it is their turn and their time. Only decodable pictures leave: a
 * key frame, or the picture straight after the one that left before.
 *
 * <p>Overflow policy: everything is dropped and a key frame is asked for.
 */
public final class VideoBuffer {
  /** Ten seconds at 30 per second: far beyond any delay a conversation bears. */
  private static final int MAX_PICTURES = 300;

  /** Half a minute at 2.5 Mbit/s; a peer that fills more than this does not want to be seen. */
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  /** Numbers of packets without picture that may still stand between two pictures. */
  private static final int MAX_EMPTY = 1_024;

  /** A missing picture is waited for this long after its successor was due, then it is given up. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /** Lip sync and jitter together never hold a picture back this long. */
  private static final Duration FAR_AHEAD = Duration.ofSeconds(2);

  private enum State {
    AWAITING_KEY,
    CONTINUOUS
  }

  /** Whether pictures flow. */
  public enum Need {
    NOTHING,
    /** Pictures wait for one that is not coming, or none can be decoded. */
    KEY_FRAME
  }

  private final PlayoutClock clock;
  private final TreeMap<Long, CompletePicture> pictures = new TreeMap<>();
  private final TreeSet<Long> empty = new TreeSet<>();
  private State state = State.AWAITING_KEY;
  private long next;
  private long dropped;
  private boolean overflowed;

  public VideoBuffer(PlayoutClock clock) {
    this.clock = clock;
  }

  /** A picture is complete. */
  public void add(CompletePicture picture) {
    if (state == State.CONTINUOUS && picture.first() < next) {
      dropped++;
      return;
    }
    pictures.put(picture.first(), picture);
    if (pictures.size() > MAX_PICTURES || heldBytes() > MAX_BYTES) {
      dropped += pictures.size();
      pictures.clear();
      state = State.AWAITING_KEY;
      overflowed = true;
    }
  }

  private long heldBytes() {
    return pictures.values().stream().mapToLong(held -> held.video().payload().length).sum();
  }

  /** A packet of padding came: its number is no gap. */
  public void skip(long sequence) {
    empty.add(sequence);
    if (empty.size() > MAX_EMPTY) {
      empty.pollFirst();
    }
  }

  /** The decoder failed: nothing until the next key frame is of use. */
  public void restart() {
    state = State.AWAITING_KEY;
  }

  /** Takes every picture whose turn and time it is. */
  public List<EncodedVideo> due(MonoTime at) {
    List<EncodedVideo> due = new ArrayList<>();
    Optional<CompletePicture> candidate = candidate(at);
    while (candidate.isPresent() && isDue(candidate.get(), at)) {
      take(candidate.get());
      due.add(candidate.get().video());
      candidate = candidate(at);
    }
    return due;
  }

  private void take(CompletePicture picture) {
    var passed = pictures.headMap(picture.first());
    dropped += passed.size();
    passed.clear();
    pictures.remove(picture.first());
    next = picture.last() + 1;
    empty.headSet(next).clear();
    state = State.CONTINUOUS;
  }

  /** The next picture in order or, when its turn cannot come, a key frame that begins anew. */
  private Optional<CompletePicture> candidate(MonoTime at) {
    if (state == State.CONTINUOUS) {
      while (empty.remove(next)) {
        next++;
      }
      CompletePicture successor = pictures.get(next);
      if (successor != null) {
        return Optional.of(successor);
      }
    }
    return pictures.values().stream()
        .filter(picture -> picture.video().kind() == EncodedVideo.FrameKind.KEY)
        .filter(key -> state == State.AWAITING_KEY || isOverdue(key, at, Duration.ZERO))
        .findFirst();
  }

  /** Also when its time lies so far ahead that its timestamp must be wrong: it may not block. */
  private boolean isDue(CompletePicture picture, MonoTime at) {
    MonoTime playout = playout(picture);
    return !at.isBefore(playout) || playout.since(at).compareTo(FAR_AHEAD) > 0;
  }

  private MonoTime playout(CompletePicture picture) {
    return clock.playout(picture.video().timestamp());
  }

  private boolean isOverdue(CompletePicture picture, MonoTime at, Duration grace) {
    return !at.isBefore(playout(picture).plus(grace));
  }

  /** Whether packets are still asked for. */
  public enum Gaps {
    NONE,
    OPEN
  }

  /** Whether a key frame would help, after having waited for retransmissions. */
  public Need need(MonoTime at, Gaps gaps) {
    if (overflowed) {
      overflowed = false;
      return Need.KEY_FRAME;
    }
    if (candidate(at).isPresent()) {
      return Need.NOTHING;
    }
    boolean hopeless = state == State.AWAITING_KEY && gaps == Gaps.NONE;
    boolean stuck =
        !pictures.isEmpty()
            && (hopeless || isOverdue(pictures.firstEntry().getValue(), at, PATIENCE));
    return stuck ? Need.KEY_FRAME : Need.NOTHING;
  }

  /** When the next picture is due, or patience ends. */
  public Optional<MonoTime> deadline(MonoTime at) {
    if (pictures.isEmpty()) {
      return Optional.empty();
    }
    Optional<CompletePicture> ready = candidate(at);
    if (ready.isPresent()) {
      return Optional.of(playout(ready.get()));
    }
    Optional<MonoTime> key =
        pictures.values().stream()
            .filter(picture -> picture.video().kind() == EncodedVideo.FrameKind.KEY)
            .findFirst()
            .map(this::playout);
    return key.or(() ->
        Optional.of(playout(pictures.firstEntry().getValue()).plus(PATIENCE)).filter(at::isBefore));
  }

  /** Complete pictures that were never played. */
  public long dropped() {
    return dropped;
  }

  /** The unwrapped number of the packet that comes next; packets before it are of no use. */
  public long next() {
    return next;
  }
}
