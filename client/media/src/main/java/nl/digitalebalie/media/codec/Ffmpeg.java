package nl.digitalebalie.media.codec;

import java.nio.ByteBuffer;
import nl.digitalebalie.media.frame.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** What every user of FFmpeg needs: the libraries loaded, results checked, memory wrapped. */
public final class Ffmpeg {
  /** libavutil's mark for a size taken from tight rows. */
  private static final int TIGHT = 1;

  private Ffmpeg() {}

  /**
   * Loads the libraries; later calls cost nothing. FFmpeg's own log stays silent: it writes to
   * standard error what the other side's bytes make it say.
   */
  public static void load() {
    Loaded.once();
  }

  /** The allocation, or an error that says what could not be had. */
  public static <P extends Pointer> P allocated(P pointer, String what) {
    if (pointer == null || pointer.isNull()) {
      throw new IllegalStateException("FFmpeg has no " + what);
    }
    return pointer;
  }

  /** Points a frame at the memory of a picture; nothing is copied. */
  public static void point(
      AVFrame frame, PixelFormat format, int width, int height, ByteBuffer bytes) {
    BytePointer start = new BytePointer(bytes.duplicate().position(0));
    int pixelFormat = pixelFormat(format);
    frame.format(pixelFormat).width(width).height(height);
    avutil.av_image_fill_arrays(
        frame.data(), frame.linesize(), start, pixelFormat, width, height, TIGHT);
  }

  /** FFmpeg's number of our format. */
  public static int pixelFormat(PixelFormat format) {
    return switch (format) {
      case I420 -> avutil.AV_PIX_FMT_YUV420P;
      case BGRA -> avutil.AV_PIX_FMT_BGRA;
    };
  }

  private static final class Loaded {
    static {
      Loader.load(avutil.class);
      Loader.load(avcodec.class);
      Loader.load(swscale.class);
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Loaded() {}

    static void once() {}
  }
}
