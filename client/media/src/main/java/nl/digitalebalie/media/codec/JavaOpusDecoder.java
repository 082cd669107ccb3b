package nl.digitalebalie.media.codec;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Arrays;
import nl.digitalebalie.media.codec.AudioDecoder.SoundResult.Heard;
import nl.digitalebalie.media.codec.AudioDecoder.SoundResult.Refused;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import org.jspecify.annotations.Nullable;

/** Opus in plain Java: conceals what is missing, and hostile sound meets no native code. */
final class JavaOpusDecoder implements AudioDecoder {
  /** RFC 6716 section 2.1.4: a packet holds at most 120 ms. */
  private static final int MAX_SAMPLES = Sound.RATE / 1000 * 120;

  private final short[] room = new short[MAX_SAMPLES];
  private OpusDecoder decoder = fresh();

  @Override
  public SoundResult decode(byte[] payload) {
    if (payload.length == 0 || payload.length > EncodedAudio.MAX_BYTES) {
      return new Refused();
    }
    int samples = run(payload, payload.length, MAX_SAMPLES);
    return samples <= 0 ? new Refused() : new Heard(Arrays.copyOf(room, samples));
  }

  @Override
  public short[] conceal() {
    int samples = run(null, 0, Sound.FRAME_SAMPLES);
    return samples == Sound.FRAME_SAMPLES
        ? Arrays.copyOf(room, samples)
        : new short[Sound.FRAME_SAMPLES];
  }

  @Override
  public void close() {
    // Plain Java: nothing to give back.
  }

  /**
   * Samples decoded, or a negative number. The library reports most bad packets as OpusException,
   * and some only by running out of an array; its state cannot be trusted afterwards.
   */
  private int run(byte @Nullable [] payload, int bytes, int maxSamples) {
    try {
      return decode(payload, bytes, maxSamples);
    } catch (OpusException
        | IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException
        | NegativeArraySizeException
        | NullPointerException
        | AssertionError badPacket) {
      decoder = fresh();
      return -1;
    }
  }

  @SuppressWarnings("NullAway") // The library takes null for "this packet is missing".
  private int decode(byte @Nullable [] payload, int bytes, int maxSamples) throws OpusException {
    return decoder.decode(payload, 0, bytes, room, 0, maxSamples, false);
  }

  private static OpusDecoder fresh() {
    try {
      return new OpusDecoder(Sound.RATE, 1);
    } catch (OpusException refusesOurFormat) {
      throw new IllegalStateException("Opus without 48 kHz mono", refusesOurFormat);
    }
  }
}
