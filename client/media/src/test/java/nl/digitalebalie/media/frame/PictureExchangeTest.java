package nl.digitalebalie.media.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class PictureExchangeTest {
  private final PictureExchange exchange = new PictureExchange(PixelFormat.I420);

  @Test
  void the_latest_picture_wins_and_the_gap_shows_in_its_number() {
    publish(1);
    publish(2);
    publish(3);
    Picture seen = exchange.latest().orElseThrow();
    assertEquals(3, seen.bytes().get(0));
    assertEquals(3, seen.number());
    assertEquals(3, exchange.published());
  }

  @Test
  void a_picture_is_seen_once() {
    publish(1);
    assertTrue(exchange.latest().isPresent());
    assertEquals(Optional.empty(), exchange.latest());
  }

  @Test
  void the_picture_that_is_being_read_is_never_drawn_over() {
    publish(1);
    Picture reading = exchange.latest().orElseThrow();
    for (int value = 2; value < 20; value++) {
      publish(value);
      assertEquals(1, reading.bytes().get(0));
    }
    assertEquals(19, exchange.latest().orElseThrow().bytes().get(0));
  }

  @Test
  void three_buffers_are_enough_for_ever() {
    publish(1);
    ByteBuffer first = exchange.latest().orElseThrow().bytes();
    publish(2);
    ByteBuffer second = exchange.latest().orElseThrow().bytes();
    publish(3);
    ByteBuffer third = exchange.latest().orElseThrow().bytes();
    assertNotSame(first, second);
    for (int value = 4; value < 30; value++) {
      publish(value);
      ByteBuffer bytes = exchange.latest().orElseThrow().bytes();
      assertTrue(bytes == first || bytes == second || bytes == third);
    }
  }

  @Test
  void a_size_may_change_between_pictures() {
    exchange.room(64, 48);
    exchange.publish(new MonoTime(1));
    exchange.room(32, 32);
    exchange.publish(new MonoTime(2));
    Picture picture = exchange.latest().orElseThrow();
    assertEquals(32, picture.width());
    assertEquals(32 * 32 * 3 / 2, picture.bytes().limit());
  }

  @Test
  void nothing_drawn_nothing_published() {
    assertThrows(IllegalStateException.class, () -> exchange.publish(new MonoTime(1)));
    publish(1);
    assertThrows(IllegalStateException.class, () -> exchange.publish(new MonoTime(2)));
  }

  @Test
  void a_giant_picture_gets_no_memory() {
    assertThrows(IllegalArgumentException.class, () -> exchange.room(16383, 16383));
    assertFalse(PictureLimits.accept(1920, 1920));
    assertTrue(PictureLimits.accept(1080, 1920));
  }

  @Test
  void a_waiting_reader_gets_the_picture_of_another_thread() throws InterruptedException {
    Thread writer = Thread.ofVirtual().start(() -> publish(7));
    Picture picture = exchange.awaitLatest(Duration.ofSeconds(30)).orElseThrow();
    assertEquals(7, picture.bytes().get(0));
    writer.join();
  }

  @Test
  void waiting_in_vain_ends() throws InterruptedException {
    assertEquals(Optional.empty(), exchange.awaitLatest(Duration.ofMillis(1)));
  }

  private void publish(int value) {
    exchange.room(64, 48).put(0, (byte) value);
    exchange.publish(new MonoTime(value));
  }
}
