package nl.digitalebalie.rtc.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtpPacket;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Keeps what was sent for as long as a receiver may ask for it again.
 *
 * <p>Overflow policy: the oldest packet makes room; its receiver then asks for a key frame.
 */
final class RetransmissionCache {
  /** Two seconds at 2.5 Mbit/s, a power of two so that numbers wrap evenly. */
  private static final int SLOTS = 512;

  /** A NACK repeated within this time crossed our answer on the way. */
  private static final Duration MIN_REPEAT = Duration.ofMillis(15);

  private record Kept(RtpPacket packet, MonoTime notBefore) {}

  private final Map<Integer, Kept> slots = new HashMap<>();

  void keep(RtpPacket packet, MonoTime at) {
    slots.put(packet.sequence() % SLOTS, new Kept(packet, at));
  }

  /** The packet, unless it is gone or on its way again already. */
  Optional<RtpPacket> repeat(int sequence, MonoTime at, Duration roundTrip) {
    Kept kept = slots.get(sequence % SLOTS);
    if (kept == null || kept.packet().sequence() != sequence || at.isBefore(kept.notBefore())) {
      return Optional.empty();
    }
    Duration pause = roundTrip.dividedBy(2).plus(MIN_REPEAT);
    slots.put(sequence % SLOTS, new Kept(kept.packet(), at.plus(pause)));
    return Optional.of(kept.packet());
  }
}
