package nl.digitalebalie.media.testsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class TimecodePictureTest {
  @Test
  void every_kind_of_number_is_read_back() {
    for (int number : new int[] {0, 1, 2, 255, 256, 4711, 0x5555, 0xaaaa, 65535}) {
      assertEquals(OptionalInt.of(number), TimecodePicture.read(drawn(number, 640, 480)));
    }
  }

  @Test
  void numbers_wrap_around() {
    assertEquals(
        OptionalInt.of(1), TimecodePicture.read(drawn(TimecodePicture.MODULUS + 1, 320, 240)));
  }

  @Test
  void odd_sizes_work() {
    assertEquals(OptionalInt.of(999), TimecodePicture.read(drawn(999, 427, 241)));
  }

  @Test
  void a_black_a_white_and_a_grey_picture_carry_no_number() {
    for (int luma : new int[] {16, 128, 235}) {
      Picture picture = drawn(5, 640, 480);
      for (int i = 0; i < 640 * 480; i++) {
        picture.bytes().put(i, (byte) luma);
      }
      assertEquals(OptionalInt.empty(), TimecodePicture.read(picture));
    }
  }

  @Test
  void one_flipped_cell_is_noticed() {
    Picture picture = drawn(1000, 640, 480);
    ByteBuffer bytes = picture.bytes();
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 32; x++) {
        bytes.put(y * 640 + x, (byte) 235);
      }
    }
    assertEquals(OptionalInt.empty(), TimecodePicture.read(picture));
  }

  private static Picture drawn(int number, int width, int height) {
    PictureExchange exchange = new PictureExchange(PixelFormat.I420);
    TimecodePicture.draw(number, width, height, exchange.room(width, height));
    exchange.publish(new MonoTime(0));
    return exchange.latest().orElseThrow();
  }
}
