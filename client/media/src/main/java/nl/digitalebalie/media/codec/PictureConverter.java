package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Draws I420 pictures as BGRA, for our own view of our camera; owned by one thread. */
public final class PictureConverter implements AutoCloseable {
  private final AVFrame from;
  private final AVFrame to;
  private final Scaler scaler = new Scaler();

  public PictureConverter() {
    Ffmpeg.load();
    from = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    to = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
  }

  /** Draws the picture on the canvas in its own size. */
  public void draw(Picture picture, Canvas canvas) {
    int width = picture.width();
    int height = picture.height();
    Ffmpeg.point(from, picture.format(), width, height, picture.bytes());
    Ffmpeg.point(to, PixelFormat.BGRA, width, height, canvas.room(width, height));
    scaler.scale(from, to);
  }

  @Override
  public void close() {
    scaler.close();
    avutil.av_frame_free(from);
    avutil.av_frame_free(to);
  }
}
