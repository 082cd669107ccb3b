package nl.digitalebalie.media.capture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.PictureLimits;
import nl.digitalebalie.media.pace.Metronome;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.rtc.time.MonoTime;

/** A camera that films {@link TimecodePicture}, in real time. */
final class TimecodeCamera implements Camera {
  private static final Pattern SHAPE = Pattern.compile("(\\d{2,4})x(\\d{2,4})@(\\d{1,2})");

  private final CameraMode mode;
  private final Metronome metronome;
  private int number;

  private TimecodeCamera(CameraMode mode) {
    this.mode = mode;
    this.metronome = new Metronome(mode.periodNanos());
  }

  /** Reads {@code 640x480@30}; empty for anything else. */
  static Optional<Camera> open(String shape) {
    Matcher matcher = SHAPE.matcher(shape);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    int framesPerSecond = Integer.parseInt(matcher.group(3));
    boolean sane =
        PictureLimits.accept(width, height) && framesPerSecond >= 1 && framesPerSecond <= 60;
    return sane
        ? Optional.of(new TimecodeCamera(new CameraMode(width, height, framesPerSecond)))
        : Optional.empty();
  }

  @Override
  public Shot shoot(Canvas canvas) {
    MonoTime at = metronome.await();
    TimecodePicture.draw(
        number++, mode.width(), mode.height(), canvas.room(mode.width(), mode.height()));
    return new Shot.Taken(at);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
