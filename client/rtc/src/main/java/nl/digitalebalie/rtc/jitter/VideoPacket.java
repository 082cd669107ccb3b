package nl.digitalebalie.rtc.jitter;

import nl.digitalebalie.rtc.time.MonoTime;

/**
 * One packet's piece of a picture.
 *
 * @param sequence unwrapped
 * @param timestamp unwrapped, in 90 kHz ticks
 * @param place whether it begins a picture
 * @param ends whether it ends a picture (the marker bit, RFC 7741 section 4.1)
 * @param piece the codec's bytes, the descriptor removed
 */
public record VideoPacket(
    long sequence, long timestamp, Place place, boolean ends, byte[] piece, MonoTime at) {
  /** Where in its picture the packet belongs. */
  public enum Place {
    BEGIN,
    INSIDE
  }
}
