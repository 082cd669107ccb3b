package nl.digitalebalie.media.codec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import nl.digitalebalie.media.pipeline.MediaPrewarm;
import org.junit.jupiter.api.Test;

class CodecsTest {
  @Test
  void prewarming_runs_every_codec_and_looks_for_every_kind_of_device() {
    assertDoesNotThrow(MediaPrewarm::run);
  }

  @Test
  void sound_is_encoded_natively_where_the_library_loads() {
    try (AudioEncoder encoder = Codecs.audioEncoder()) {
      assertInstanceOf(FfmpegOpusEncoder.class, encoder);
    }
  }
}
