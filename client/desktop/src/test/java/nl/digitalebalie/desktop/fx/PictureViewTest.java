package nl.digitalebalie.desktop.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a picture's bytes look like on the screen, and where. */
class PictureViewTest {
  private static final int SIDE = 200;

  private final PictureExchange exchange = new PictureExchange(PixelFormat.BGRA);

  @BeforeAll
  static void toolkit() {
    Fx.start();
  }

  /** Left half one colour, right half the other; 0xRRGGBB. */
  private void draw(int width, int height, int left, int right) {
    ByteBuffer room = exchange.room(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = x < width / 2 ? left : right;
        int at = 4 * (y * width + x);
        room.put(at, (byte) colour);
        room.put(at + 1, (byte) (colour >> 8));
        room.put(at + 2, (byte) (colour >> 16));
        room.put(at + 3, (byte) 0xff);
      }
    }
    exchange.publish(new MonoTime(0));
  }

  private PictureView view(PictureView.Mirror mirror) {
    return Fx.call(() -> {
      PictureView view = new PictureView("a picture", () -> Optional.of(exchange), mirror);
      Scene scene = new Scene(new StackPane(view), SIDE, SIDE, Color.WHITE);
      scene.getRoot().setStyle("-fx-background-color: white;");
      return view;
    });
  }

  private static Color at(PictureView view, int x, int y) {
    return Fx.call(() -> {
      view.pulse();
      view.getScene().getRoot().applyCss();
      view.getScene().getRoot().layout();
      WritableImage seen = view.getScene().snapshot(null);
      return seen.getPixelReader().getColor(x, y);
    });
  }

  @Test
  void colours_are_those_of_the_bytes() {
    draw(160, 160, 0xff8000, 0x0040c0);
    PictureView view = view(PictureView.Mirror.AS_IS);

    assertEquals(Color.rgb(0xff, 0x80, 0x00), at(view, 20, SIDE / 2));
    assertEquals(Color.rgb(0x00, 0x40, 0xc0), at(view, SIDE - 20, SIDE / 2));
    assertEquals(1, view.shown());
  }

  @Test
  void ones_own_picture_has_left_and_right_swapped() {
    draw(160, 160, 0xff8000, 0x0040c0);

    assertEquals(Color.rgb(0x00, 0x40, 0xc0), at(view(PictureView.Mirror.MIRRORED), 20, SIDE / 2));
  }

  @Test
  void a_picture_of_another_shape_gets_its_own_place() {
    draw(160, 160, 0xff8000, 0xff8000);
    PictureView view = view(PictureView.Mirror.AS_IS);
    assertEquals(Color.rgb(0xff, 0x80, 0x00), at(view, SIDE / 2, 10));

    draw(160, 80, 0x0040c0, 0x0040c0); // a phone that was turned: half as high as it is wide
    assertEquals(Color.WHITE, at(view, SIDE / 2, 10));
    assertEquals(Color.rgb(0x00, 0x40, 0xc0), at(view, SIDE / 2, SIDE / 2));
  }
}
