package nl.digitalebalie.media.codec;

import java.nio.DoubleBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/** Converts size and pixel format by swscale; keeps its tables as long as both stay the same. */
public final class Scaler implements AutoCloseable {
  private @Nullable SwsContext context;

  /** Draws {@code from} into {@code to}; both say their own size, format and memory. */
  public void scale(AVFrame from, AVFrame to) {
    boolean sameSize = from.width() == to.width() && from.height() == to.height();
    // Without resampling the filter does not matter; point costs least.
    int filter = sameSize ? swscale.SWS_POINT : swscale.SWS_BILINEAR;
    SwsContext usable =
        swscale.sws_getCachedContext(
            context,
            from.width(),
            from.height(),
            from.format(),
            to.width(),
            to.height(),
            to.format(),
            filter,
            null,
            null,
            (DoubleBuffer) null);
    context = Ffmpeg.allocated(usable, "scaler for this pair of formats");
    int rows =
        swscale.sws_scale(
            usable, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize());
    if (rows != to.height()) {
      throw new IllegalStateException("swscale drew " + rows + " of " + to.height() + " rows");
    }
  }

  @Override
  public void close() {
    if (context != null) {
      swscale.sws_freeContext(context);
      context = null;
    }
  }
}
