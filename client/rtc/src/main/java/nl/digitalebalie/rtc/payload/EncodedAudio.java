package nl.digitalebalie.rtc.payload;

import nl.digitalebalie.rtc.time.MediaTime;

/**
 * One Opus frame of 20 ms.
 *
 * @param payload the codec's bytes; handed over, neither side changes them afterwards
 * @param timestamp when it was captured, in 48 kHz ticks
 * @param level how loud it is, as measured before encoding
 */
public record EncodedAudio(byte[] payload, MediaTime timestamp, AudioLevel level) {
  /** RFC 6716 section 3.2.1: one frame has at most 1275 bytes; a packet of 20 ms holds one. */
  public static final int MAX_BYTES = 1_275;

  /** How long one frame lasts, in 48 kHz ticks: 20 ms. */
  public static final int TICKS = 960;

  public EncodedAudio {
    if (payload.length == 0 || payload.length > MAX_BYTES) {
      throw new IllegalArgumentException("an Opus frame has 1 to " + MAX_BYTES + " bytes");
    }
  }
}
