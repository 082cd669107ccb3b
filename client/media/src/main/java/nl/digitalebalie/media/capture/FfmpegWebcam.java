package nl.digitalebalie.media.capture;

import com.github.sarxos.webcam.WebcamDevice;
import com.github.sarxos.webcam.WebcamException;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Map;
import nl.digitalebalie.media.capture.Camera.Shot;
import nl.digitalebalie.media.codec.PictureConverter;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.pace.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A camera as the webcam-capture API sees it, on FFmpeg.
 *
 * <p>The API hands out images on the heap; a call takes pictures by {@link #shoot} without a copy.
 * Both see the same stream; use one of them. Owned by one thread.
 */
public final class FfmpegWebcam
    implements WebcamDevice,
        WebcamDevice.BufferAccess,
        WebcamDevice.FPSSource,
        WebcamDevice.Configurable {
  /** Key of {@link #setParameters}: pictures a second, an {@link Integer}. */
  public static final String FRAMES_PER_SECOND = "framesPerSecond";

  private static final int DEFAULT_FRAMES_PER_SECOND = 30;

  private static final Dimension[] USUAL = {
    new Dimension(320, 240),
    new Dimension(640, 360),
    new Dimension(640, 480),
    new Dimension(1280, 720),
    new Dimension(1920, 1080)
  };

  private final DeviceName<CameraId> device;
  private Dimension resolution = new Dimension(640, 480);
  private int framesPerSecond = DEFAULT_FRAMES_PER_SECOND;
  private @Nullable FfmpegSource source;

  FfmpegWebcam(DeviceName<CameraId> device) {
    this.device = device;
  }

  /** What to store to open the same camera again. */
  public CameraId id() {
    return device.id();
  }

  @Override
  public String getName() {
    return device.name();
  }

  /** The usual sizes; a camera takes the nearest it has. */
  @Override
  public Dimension[] getResolutions() {
    return USUAL.clone();
  }

  /** The size asked for, or, once open, the size that the camera gives. */
  @Override
  public Dimension getResolution() {
    return source == null
        ? new Dimension(resolution)
        : new Dimension(source.width(), source.height());
  }

  @Override
  public void setResolution(Dimension size) {
    resolution = new Dimension(size);
  }

  @Override
  public void setParameters(Map<String, ?> parameters) {
    if (parameters.get(FRAMES_PER_SECOND) instanceof Integer rate) {
      framesPerSecond = rate;
    }
  }

  @Override
  public double getFPS() {
    return source == null ? framesPerSecond : source.framesPerSecond();
  }

  @Override
  public void open() {
    if (source == null) {
      CameraMode mode = new CameraMode(resolution.width, resolution.height, framesPerSecond);
      source =
          FfmpegSource.open(device.id(), mode)
              .orElseThrow(() -> new WebcamException("camera cannot be opened"));
    }
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
      source = null;
    }
  }

  @Override
  public void dispose() {
    close();
  }

  @Override
  public boolean isOpen() {
    return source != null;
  }

  /** The next picture as I420, without a detour over the heap. */
  Shot shoot(Canvas canvas) {
    return source == null ? new Shot.Gone() : source.shoot(canvas);
  }

  /** The next picture, or null when the camera has none, as the API wants it. */
  @Override
  @SuppressWarnings("NullAway") // The API's word for "no image".
  public BufferedImage getImage() {
    Picture picture = next();
    if (picture == null) {
      return null;
    }
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        // Read big-endian the bytes are 0xBBGGRRAA; reversed they are what BufferedImage wants.
        row[x] = Integer.reverseBytes(picture.bytes().getInt(4 * (y * row.length + x)));
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return image;
  }

  /** The next picture as BGRA, or null when the camera has none. */
  @Override
  @SuppressWarnings("NullAway") // The API's word for "no image".
  public ByteBuffer getImageBytes() {
    Picture picture = next();
    return picture == null ? null : picture.bytes().asReadOnlyBuffer();
  }

  @Override
  public void getImageBytes(ByteBuffer target) {
    Picture picture = next();
    if (picture != null) {
      target.put(picture.bytes().duplicate());
    }
  }

  private @Nullable Picture next() {
    PictureExchange taken = new PictureExchange(PixelFormat.I420);
    if (!(shoot(taken) instanceof Shot.Taken)) {
      return null;
    }
    taken.publish(Clock.now());
    PictureExchange shown = new PictureExchange(PixelFormat.BGRA);
    try (PictureConverter converter = new PictureConverter()) {
      converter.draw(taken.latest().orElseThrow(), shown);
    }
    shown.publish(Clock.now());
    return shown.latest().orElseThrow();
  }
}
