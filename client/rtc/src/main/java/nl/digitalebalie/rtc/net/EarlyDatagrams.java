package nl.digitalebalie.rtc.net;

import java.util.ArrayList;
import java.util.List;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Media that arrived before its keys. A browser sends as soon as its side of the handshake is done;
 * throwing its first packets away would lose the first key frame, some 600 ms of picture.
 *
 * <p>Overflow policy: the newest is dropped, because the first key frame is in the oldest.
 */
public final class EarlyDatagrams {
  /** A key frame at 640x480 takes about 30 packets. */
  public static final int MAX_DATAGRAMS = 50;

  /** One datagram and when it came. */
  public record Early(MonoTime at, DatagramKind kind, byte[] bytes) {}

  /** What became of one datagram. */
  public enum Verdict {
    HELD,
    DROPPED
  }

  private final List<Early> held = new ArrayList<>();

  /** Keeps one datagram if there is room. */
  public Verdict hold(Early early) {
    if (held.size() >= MAX_DATAGRAMS) {
      return Verdict.DROPPED;
    }
    held.add(early);
    return Verdict.HELD;
  }

  /** Everything held, in order of arrival; afterwards nothing is. */
  public List<Early> release() {
    List<Early> all = List.copyOf(held);
    held.clear();
    return all;
  }
}
