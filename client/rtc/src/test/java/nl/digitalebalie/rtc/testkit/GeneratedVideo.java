package nl.digitalebalie.rtc.testkit;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MediaTime;

/**
 * An encoder's output without an encoder: a VP8 frame tag, the picture's number, and as many random
 * bytes as the target rate allows. A key frame is six times as large as another picture.
 */
public final class GeneratedVideo {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 480;
  private static final int KEY_FACTOR = 6;
  private static final int HEADER = 14;

  private final RandomGenerator random;
  private long bitsPerSecond = 1_500_000;
  private int framesPerSecond = 30;
  private boolean keyWanted = true;
  private int number;

  public GeneratedVideo(RandomGenerator random) {
    this.random = random;
  }

  public void target(long newBitsPerSecond, int newFramesPerSecond) {
    bitsPerSecond = newBitsPerSecond;
    framesPerSecond = newFramesPerSecond;
  }

  public void keyFrame() {
    keyWanted = true;
  }

  public EncodedVideo next(MediaTime time) {
    FrameKind kind = keyWanted ? FrameKind.KEY : FrameKind.DELTA;
    keyWanted = false;
    long average = bitsPerSecond / 8 / framesPerSecond;
    int size = (int) (average * (0.8 + 0.4 * random.nextDouble()));
    byte[] picture = new byte[HEADER + (kind == FrameKind.KEY ? KEY_FACTOR * size : size)];
    random.nextBytes(picture);
    ByteBuffer header = ByteBuffer.wrap(picture);
    if (kind == FrameKind.KEY) {
      header.put(new byte[] {0x10, 0x02, 0x00, (byte) 0x9D, 0x01, 0x2A});
      header.put((byte) WIDTH).put((byte) (WIDTH >> 8));
      header.put((byte) HEIGHT).put((byte) (HEIGHT >> 8));
    } else {
      header.put(new byte[] {0x11, 0x02, 0x00, 0, 0, 0, 0, 0, 0, 0});
    }
    header.putInt(number++);
    return new EncodedVideo(picture, kind, time, WIDTH, HEIGHT);
  }

  /** The number in a picture that {@link #next} made; -1 when it did not. */
  public static int number(EncodedVideo frame) {
    if (frame.payload().length < HEADER) {
      return -1;
    }
    return ByteBuffer.wrap(frame.payload()).getInt(HEADER - 4);
  }

  /** How many pictures were made. */
  public int made() {
    return number;
  }
}
