package nl.digitalebalie.rtc.payload;

import java.util.OptionalInt;

/** What an Opus packet says about itself before decoding (RFC 6716 section 3). */
public final class OpusPacket {
  /** RFC 6716 section 3.2.5, R5: a packet holds at most 120 ms. */
  private static final int MAX_TICKS = 5_760;

  private OpusPacket() {}

  /** How long the packet plays in 48 kHz ticks; empty when it contradicts itself. */
  public static OptionalInt ticks(byte[] packet) {
    if (packet.length == 0 || packet.length > EncodedAudio.MAX_BYTES) {
      return OptionalInt.empty();
    }
    int frames = frames(packet);
    int ticks = frames * frameTicks((packet[0] & 0xFF) >> 3);
    return frames == 0 || ticks > MAX_TICKS ? OptionalInt.empty() : OptionalInt.of(ticks);
  }

  /** RFC 6716 section 3.1, table 2. */
  private static int frameTicks(int configuration) {
    if (configuration < 12) {
      int[] silk = {480, 960, 1_920, 2_880};
      return silk[configuration % 4];
    }
    if (configuration < 16) {
      return configuration % 2 == 0 ? 480 : 960;
    }
    return 120 << configuration % 4;
  }

  private static int frames(byte[] packet) {
    return switch (packet[0] & 3) {
      case 0 -> 1;
      case 1, 2 -> 2;
      default -> packet.length < 2 ? 0 : packet[1] & 0x3F;
    };
  }
}
