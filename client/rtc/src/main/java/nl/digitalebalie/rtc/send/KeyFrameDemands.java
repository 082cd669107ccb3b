package nl.digitalebalie.rtc.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * The peer's wishes for key frames, limited: each costs ten pictures' worth of bits, so a peer that
 * asks all the time, broken or hostile, must not get all it asks for.
 */
public final class KeyFrameDemands {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private final Map<Long, Integer> lastNumbers = new HashMap<>();
  private Optional<MonoTime> lastGranted = Optional.empty();
  private long received;

  /** Whether the encoder should make a key frame. */
  public enum Verdict {
    GRANTED,
    TOO_SOON,
    REPEATED
  }

  /** A PLI came. */
  public Verdict pictureLost(MonoTime at) {
    received++;
    return grant(at);
  }

  /**
   * A FIR came for our source. RFC 5104 section 4.3.1.1: the same number again is the same request.
   */
  public Verdict fullIntra(RtcpPacket.FullIntraRequest.Entry entry, MonoTime at) {
    received++;
    Integer before = lastNumbers.put(entry.ssrc(), entry.number());
    return before != null && before == entry.number() ? Verdict.REPEATED : grant(at);
  }

  private Verdict grant(MonoTime at) {
    if (lastGranted.map(last -> at.isBefore(last.plus(INTERVAL))).orElse(false)) {
      return Verdict.TOO_SOON;
    }
    lastGranted = Optional.of(at);
    return Verdict.GRANTED;
  }

  /** PLIs and FIRs so far. */
  public long received() {
    return received;
  }
}
