package nl.digitalebalie.media.frame;

import java.nio.ByteBuffer;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * One raw picture in memory outside the Java heap, borrowed from the {@link PictureExchange} that
 * handed it out.
 *
 * @param bytes direct buffer, position 0, limit {@code format.byteCount(width, height)}; read it by
 *     absolute index or through a duplicate, since the buffer object itself is reused
 * @param at when it was captured, or decoded
 * @param number counts up from 1 within one exchange; a gap means that pictures were overwritten
 */
public record Picture(
    PixelFormat format, int width, int height, ByteBuffer bytes, MonoTime at, long number) {
  public Picture {
    PictureLimits.demand(width, height);
    if (!bytes.isDirect() || bytes.capacity() < format.byteCount(width, height)) {
      throw new IllegalArgumentException("a picture needs a direct buffer of sufficient size");
    }
  }
}
