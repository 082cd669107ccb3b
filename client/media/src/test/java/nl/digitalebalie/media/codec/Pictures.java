package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.rtc.time.MonoTime;

/** A camera of time codes at exactly 30 frames a second of invented time. */
final class Pictures {
  private static final long FRAME_NANOS = 33_333_333;

  private final PictureExchange exchange = new PictureExchange(PixelFormat.I420);
  private final int width;
  private final int height;
  private int next;

  Pictures(int width, int height) {
    this.width = width;
    this.height = height;
  }

  Picture next() {
    TimecodePicture.draw(next, width, height, exchange.room(width, height));
    exchange.publish(new MonoTime(1_000_000 + next * FRAME_NANOS));
    next++;
    return exchange.latest().orElseThrow();
  }
}
