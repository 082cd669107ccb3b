package nl.digitalebalie.desktop.fx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.AccessibleRole;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureSource;

/**
 * Moving pictures as large as fits, never stretched.
 *
 * <p>Each pulse takes the newest picture, if there is one, and copies it into the one of two images
 * that the render thread does not read now; both belong to the toolkit's thread.
 */
public final class PictureView extends Region {
  private final ImageView view = new ImageView();
  private final Supplier<Optional<PictureSource>> source;
  private final Side[] sides = new Side[2];
  private int turn;
  private long shown;

  /**
   * A view of this source.
   *
   * @param words what the picture is, for screen readers
   */
  public PictureView(String words, Supplier<Optional<PictureSource>> source, Mirror mirror) {
    this.source = source;
    view.setPreserveRatio(true);
    view.setSmooth(true);
    view.setScaleX(mirror == Mirror.MIRRORED ? -1 : 1);
    getChildren().add(view);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(words);
    setMinSize(0, 0);
  }

  /** Whether left and right are swapped, as people know themselves. */
  public enum Mirror {
    AS_IS,
    MIRRORED
  }

  /** Takes the newest picture, if there is one; called once for each pulse. */
  public void pulse() {
    source.get().flatMap(PictureSource::latest).ifPresent(this::show);
  }

  /** How many pictures this view has shown. */
  public long shown() {
    return shown;
  }

  /** Forgets the last picture. */
  public void clear() {
    view.setImage(null);
    sides[0] = null;
    sides[1] = null;
    shown = 0;
  }

  private void show(Picture picture) {
    turn = 1 - turn;
    Side side = sides[turn];
    if (side == null || !side.fits(picture)) {
      side = new Side(picture.width(), picture.height());
      sides[turn] = side;
    }
    side.copy(picture);
    Image before = view.getImage();
    view.setImage(side.image);
    shown++;
    if (!sameSize(before, side.image)) {
      requestLayout(); // of the whole window: once for a size, not for each picture
    }
  }

  private static boolean sameSize(Image before, Image now) {
    return before != null
        && before.getWidth() == now.getWidth()
        && before.getHeight() == now.getHeight();
  }

  @Override
  protected void layoutChildren() {
    Image image = view.getImage();
    if (image == null) {
      return;
    }
    double scale = Math.min(getWidth() / image.getWidth(), getHeight() / image.getHeight());
    double width = image.getWidth() * scale;
    double height = image.getHeight() * scale;
    view.setFitWidth(width);
    view.setFitHeight(height);
    view.relocate((getWidth() - width) / 2, (getHeight() - height) / 2);
  }

  private static final class Side {
    private final int width;
    private final int height;
    private final ByteBuffer bytes;
    private final PixelBuffer<IntBuffer> pixels;
    private final WritableImage image;

    Side(int width, int height) {
      this.width = width;
      this.height = height;
      this.bytes = ByteBuffer.allocateDirect(width * height * 4).order(ByteOrder.LITTLE_ENDIAN);
      // The same bytes by the name under which no pipeline of the toolkit converts them.
      this.pixels =
          new PixelBuffer<>(
              width, height, bytes.asIntBuffer(), PixelFormat.getIntArgbPreInstance());
      this.image = new WritableImage(pixels);
    }

    boolean fits(Picture picture) {
      return picture.width() == width && picture.height() == height;
    }

    void copy(Picture picture) {
      bytes.put(0, picture.bytes(), 0, bytes.capacity());
      pixels.updateBuffer(_ -> null);
    }
  }
}
