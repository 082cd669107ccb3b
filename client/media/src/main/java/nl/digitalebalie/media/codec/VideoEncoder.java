package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.frame.Picture;

/** Encodes pictures for the other side; owned by one thread. */
public interface VideoEncoder extends AutoCloseable {
  /**
   * Aims for this from now on; the encoder may follow with some delay (see {@link TargetFollower}).
   */
  void target(VideoTarget target);

  /** Encodes one I420 picture; its time must be later than that of the picture before it. */
  EncodeResult encode(Picture picture, KeyFrames keyFrames);

  @Override
  void close();
}
