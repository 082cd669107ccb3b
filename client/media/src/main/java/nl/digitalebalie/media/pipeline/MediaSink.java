package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;

/** Takes our encoded pictures and sound; called on the pipeline's threads, must not block. */
public interface MediaSink {
  /** A picture of our camera. */
  void video(MonoTime capturedAt, EncodedVideo frame);

  /** 20 ms of our microphone. */
  void audio(MonoTime capturedAt, EncodedAudio frame);
}
