package nl.digitalebalie.media.frame;

import java.nio.ByteBuffer;

/** Lends memory for one picture; cameras and decoders draw into it without copying. */
@FunctionalInterface
public interface Canvas {
  /**
   * Memory for a picture of this size, contents undefined, valid until the next call.
   *
   * @return direct buffer, position 0, limit exactly the bytes of the picture; its capacity leaves
   *     {@link PictureExchange#SPILL_BYTES} more for vector code that writes past the end
   */
  ByteBuffer room(int width, int height);
}
