package nl.digitalebalie.media.sound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The 44 bytes in front of the samples of a WAV file in our {@link Sound} format. */
public final class WavHeader {
  /** Length of the header in bytes. */
  public static final int BYTES = 44;

  private static final short PCM = 1;
  private static final short CHANNELS = 1;
  private static final short BYTES_PER_SAMPLE = 2;

  private WavHeader() {}

  /** A header that announces this many samples. */
  public static byte[] of(int samples) {
    int dataBytes = Math.multiplyExact(samples, BYTES_PER_SAMPLE);
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(BYTES - 8 + dataBytes)
        .put(ascii("WAVE"))
        .put(ascii("fmt "))
        .putInt(16)
        .putShort(PCM)
        .putShort(CHANNELS)
        .putInt(Sound.RATE)
        .putInt(Sound.RATE * BYTES_PER_SAMPLE)
        .putShort(BYTES_PER_SAMPLE)
        .putShort((short) (8 * BYTES_PER_SAMPLE))
        .put(ascii("data"))
        .putInt(dataBytes)
        .array();
  }

  /** Samples as they stand in the file: little-endian. */
  public static byte[] body(short[] samples) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES_PER_SAMPLE * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  private static byte[] ascii(String four) {
    return four.getBytes(StandardCharsets.US_ASCII);
  }
}
