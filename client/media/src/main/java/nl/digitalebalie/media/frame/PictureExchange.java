package nl.digitalebalie.media.frame;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * Hands pictures from one writing thread to one reading thread through three buffers; the latest
 * picture wins, neither side ever waits for the other, nothing is allocated while the size stays.
 *
 * <p>The lock guards only the swap of two references. Buffers belong to the writer ({@code
 * drawing}), to the lock ({@code waiting}) or to the reader ({@code reading}).
 */
public final class PictureExchange implements PictureSource, Canvas {
  /** Vector code of scalers may store a whole register past the last pixel. */
  public static final int SPILL_BYTES = 64;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final PixelFormat format;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  private ByteBuffer drawing = NOTHING;
  private int drawingWidth;
  private int drawingHeight;

  private ByteBuffer waiting = NOTHING;
  private @Nullable Picture unseen;
  private long published;

  private ByteBuffer reading = NOTHING;

  public PictureExchange(PixelFormat format) {
    this.format = format;
  }

  /** For the writer: memory to draw the next picture in. */
  @Override
  public ByteBuffer room(int width, int height) {
    PictureLimits.demand(width, height);
    int bytes = format.byteCount(width, height);
    if (drawing.capacity() != bytes + SPILL_BYTES) {
      drawing = ByteBuffer.allocateDirect(bytes + SPILL_BYTES);
    }
    drawing.clear().limit(bytes);
    drawingWidth = width;
    drawingHeight = height;
    return drawing;
  }

  /** For the writer: shows what was drawn since {@link #room}; an unseen older picture is lost. */
  public void publish(MonoTime at) {
    if (drawingWidth == 0) {
      throw new IllegalStateException("published before anything was drawn");
    }
    lock.lock();
    try {
      ByteBuffer drawn = drawing;
      drawn.clear().limit(format.byteCount(drawingWidth, drawingHeight));
      drawing = waiting;
      waiting = drawn;
      published++;
      unseen = new Picture(format, drawingWidth, drawingHeight, drawn, at, published);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    drawingWidth = 0;
  }

  @Override
  public Optional<Picture> latest() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** For the reader: like {@link #latest}, but waits for a picture up to {@code patience}. */
  public Optional<Picture> awaitLatest(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (unseen == null && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long published() {
    lock.lock();
    try {
      return published;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Picture> take() {
    Picture picture = unseen;
    if (picture == null) {
      return Optional.empty();
    }
    ByteBuffer seen = reading;
    reading = waiting;
    waiting = seen;
    unseen = null;
    return Optional.of(picture);
  }
}
