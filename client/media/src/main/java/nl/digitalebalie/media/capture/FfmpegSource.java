package nl.digitalebalie.media.capture;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.media.codec.Ffmpeg;
import nl.digitalebalie.media.codec.Scaler;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.PictureLimits;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.pace.Metronome;
import nl.digitalebalie.rtc.time.MonoTime;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A camera, a generator or a file as a steady stream of pictures: devices at their own pace,
 * everything else in real time; files begin again at their end.
 */
final class FfmpegSource implements Camera {
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

  private final CameraUrl url;
  private final CameraMode mode;
  private final Metronome metronome;
  private final AVFrame frame;
  private final AVFrame drawn;
  private final Scaler scaler = new Scaler();
  private final int width;
  private final int height;
  private FfmpegInput input;
  private @Nullable MonoTime notBefore;

  private FfmpegSource(CameraUrl url, CameraMode mode, FfmpegInput input) {
    this.url = url;
    this.mode = mode;
    this.input = input;
    this.width = input.width();
    this.height = input.height();
    this.metronome = new Metronome(1_000_000_000L / input.framesPerSecond());
    this.frame = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    this.drawn = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
  }

  /** Opens the camera near the mode asked for; empty when it cannot be had. */
  static Optional<FfmpegSource> open(CameraId id, CameraMode mode) {
    return CameraUrl.of(id)
        .flatMap(url ->
            FfmpegInput.open(url, options(url, mode))
                // Many cameras refuse a size or rate they do not have: take what they give.
                .or(() -> FfmpegInput.open(url, safeOptions(url)))
                .flatMap(input -> within(input, url, mode)));
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int framesPerSecond() {
    return Math.min(mode.framesPerSecond(), input.framesPerSecond());
  }

  @Override
  public Shot shoot(Canvas canvas) {
    MonoTime giveUp = Clock.now().plus(PATIENCE);
    while (!Thread.currentThread().isInterrupted() && Clock.now().isBefore(giveUp)) {
      switch (input.read(frame)) {
        case FRAME -> {
          Optional<MonoTime> at = due();
          if (at.isPresent()) {
            return draw(canvas, at.get());
          }
        }
        case NOTHING_YET -> Clock.waitUntil(Clock.now().plus(BETWEEN_LOOKS));
        case END -> {
          if (!beginAgain()) {
            return new Shot.Gone();
          }
        }
        case FAULT -> {
          return new Shot.Gone();
        }
      }
    }
    return new Shot.NothingYet();
  }

  @Override
  public void close() {
    input.close();
    scaler.close();
    avutil.av_frame_free(frame);
    avutil.av_frame_free(drawn);
  }

  private static Optional<FfmpegSource> within(FfmpegInput input, CameraUrl url, CameraMode mode) {
    if (PictureLimits.accept(input.width(), input.height())) {
      return Optional.of(new FfmpegSource(url, mode, input));
    }
    input.close();
    return Optional.empty();
  }

  private static Map<String, String> options(CameraUrl url, CameraMode mode) {
    Map<String, String> options = new LinkedHashMap<>(safeOptions(url));
    if (url.kind() == CameraUrl.Kind.DEVICE) {
      options.put("video_size", mode.width() + "x" + mode.height());
      options.put("framerate", Integer.toString(mode.framesPerSecond()));
    }
    return options;
  }

  private static Map<String, String> safeOptions(CameraUrl url) {
    return switch (url.kind()) {
      // A file's content must not make FFmpeg open anything else.
      case FILE ->
          Map.of("protocol_whitelist", "file", "format_whitelist", "yuv4mpegpipe,mov,matroska,avi");
      case DEVICE, GENERATOR -> Map.of();
    };
  }

  /** When the frame was taken; empty when it comes sooner than asked for and is left out. */
  private Optional<MonoTime> due() {
    MonoTime at = url.kind() == CameraUrl.Kind.DEVICE ? Clock.now() : metronome.await();
    if (notBefore != null && at.isBefore(notBefore)) {
      return Optional.empty();
    }
    // A camera of the asked rate jitters; half a period of tolerance lets all its pictures pass.
    MonoTime grid = notBefore == null ? at : notBefore.plusNanos(mode.periodNanos() / 2);
    MonoTime base = at.nanosSince(grid) > mode.periodNanos() ? at : grid;
    notBefore = base.plusNanos(mode.periodNanos() / 2);
    return Optional.of(at);
  }

  private Shot draw(Canvas canvas, MonoTime at) {
    if (!PictureLimits.accept(frame.width(), frame.height())) {
      return new Shot.Gone();
    }
    Ffmpeg.point(
        drawn,
        PixelFormat.I420,
        frame.width(),
        frame.height(),
        canvas.room(frame.width(), frame.height()));
    scaler.scale(frame, drawn);
    avutil.av_frame_unref(frame);
    return new Shot.Taken(at);
  }

  private boolean beginAgain() {
    if (url.kind() != CameraUrl.Kind.FILE) {
      return false;
    }
    Optional<FfmpegInput> again = FfmpegInput.open(url, safeOptions(url));
    if (again.isEmpty()) {
      return false;
    }
    input.close();
    input = again.get();
    return true;
  }
}
