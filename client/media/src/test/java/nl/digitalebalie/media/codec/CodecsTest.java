package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class CodecsTest {
  @Test
  void prewarming_runs_every_codec_on_this_machine() {
    assertDoesNotThrow(Codecs::prewarm);
  }

  @Test
  void sound_is_encoded_natively_where_the_library_loads() {
    try (AudioEncoder encoder = Codecs.audioEncoder()) {
      assertInstanceOf(FfmpegOpusEncoder.class, encoder);
    }
  }
}
