package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.frame.Canvas;

/** Decodes pictures of the other side into BGRA; hostile bytes never throw. Owned by one thread. */
public interface VideoDecoder extends AutoCloseable {
  /** Decodes one picture and, when that works, draws it on the canvas as BGRA. */
  DecodeResult decode(byte[] payload, Canvas canvas);

  @Override
  void close();
}
