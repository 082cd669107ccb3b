package nl.digitalebalie.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Arrays;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.payload.EncodedAudio;

/** Opus in plain Java, for a machine where the native library does not load; 1 ms per 20 ms. */
final class JavaOpusEncoder implements AudioEncoder {
  private final OpusEncoder encoder;
  private final byte[] room = new byte[EncodedAudio.MAX_BYTES];

  JavaOpusEncoder() {
    try {
      encoder = new OpusEncoder(Sound.RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
    } catch (OpusException refusesOurFormat) {
      throw new IllegalStateException("Opus without 48 kHz mono", refusesOurFormat);
    }
    encoder.setBitrate(OpusSettings.BITS_PER_SECOND);
    encoder.setComplexity(OpusSettings.COMPLEXITY);
    encoder.setUseInbandFEC(true);
    encoder.setPacketLossPercent(OpusSettings.EXPECTED_LOSS_PERCENT);
  }

  @Override
  public byte[] encode(short[] samples) {
    if (samples.length != Sound.FRAME_SAMPLES) {
      throw new IllegalArgumentException("the encoder takes frames of 20 ms");
    }
    try {
      int bytes = encoder.encode(samples, 0, samples.length, room, 0, room.length);
      return Arrays.copyOf(room, bytes);
    } catch (OpusException refusesOurSound) {
      throw new IllegalStateException("Opus refused a frame of ours", refusesOurSound);
    }
  }

  @Override
  public void close() {
    // Plain Java: nothing to give back.
  }
}
