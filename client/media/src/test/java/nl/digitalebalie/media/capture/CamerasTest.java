package nl.digitalebalie.media.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import nl.digitalebalie.media.capture.Camera.Shot;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.testsource.Clip;
import nl.digitalebalie.media.testsource.TimecodePicture;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasTest {
  private static final CameraMode MODE = new CameraMode(640, 480, 30);
  private static final double PERIOD_NANOS = 1e9 / 30;

  @TempDir Path folder;

  private final PictureExchange exchange = new PictureExchange(PixelFormat.I420);

  @Test
  void a_generated_camera_gives_thirty_frames_of_the_right_size_for_every_second() {
    List<MonoTime> taken = new ArrayList<>();
    try (Camera camera = open("lavfi:testsrc2=size=640x480:rate=30", MODE)) {
      for (int i = 0; i < 16; i++) {
        Picture picture = shoot(camera);
        taken.add(picture.at());
        assertEquals(640, picture.width());
        assertEquals(480, picture.height());
      }
    }
    double mean = taken.getLast().nanosSince(taken.getFirst()) / 15.0;
    assertEquals(PERIOD_NANOS, mean, PERIOD_NANOS / 100);
  }

  @Test
  void a_faster_source_is_thinned_to_the_rate_asked_for() {
    List<MonoTime> taken = new ArrayList<>();
    try (Camera camera =
        open("lavfi:testsrc2=size=160x120:rate=60", new CameraMode(160, 120, 20))) {
      for (int i = 0; i < 9; i++) {
        taken.add(shoot(camera).at());
      }
    }
    assertEquals(50e6, taken.getLast().nanosSince(taken.getFirst()) / 8.0, 3e6);
  }

  @Test
  void a_generated_picture_moves() {
    try (Camera camera = open("lavfi:testsrc2=size=160x120:rate=30", MODE)) {
      byte[] first = luma(shoot(camera));
      shoot(camera);
      byte[] third = luma(shoot(camera));
      int different = 0;
      for (int i = 0; i < first.length; i++) {
        different += first[i] == third[i] ? 0 : 1;
      }
      assertTrue(different > 100, different + " pixels differ");
    }
  }

  @Test
  void a_y4m_file_is_played_in_order_and_begins_again() throws IOException {
    Path file = folder.resolve("clip.y4m");
    new Clip(1, 320, 240, 30).writeY4m(file);
    List<Integer> numbers = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    try (Camera camera = open("file:" + file, MODE)) {
      for (int i = 0; i < 35; i++) {
        expected.add(i % 30);
        OptionalInt number = TimecodePicture.read(shoot(camera));
        numbers.add(number.orElse(-1));
      }
    }
    assertEquals(expected, numbers);
  }

  @Test
  void time_codes_come_without_a_file() {
    try (Camera camera = open("timecode:320x240@30", MODE)) {
      assertEquals(OptionalInt.of(0), TimecodePicture.read(shoot(camera)));
      assertEquals(OptionalInt.of(1), TimecodePicture.read(shoot(camera)));
    }
  }

  @Test
  void a_camera_that_is_off_shows_an_even_grey() {
    try (Camera camera = open("none", MODE)) {
      byte[] luma = luma(shoot(camera));
      for (byte pixel : luma) {
        assertEquals(luma[0], pixel);
      }
    }
  }

  @Test
  void a_camera_that_cannot_be_had_is_a_value_and_not_a_crash() throws IOException {
    Path noPicture = folder.resolve("noise.y4m");
    Files.write(noPicture, new byte[5000]);
    Path listOfFiles = folder.resolve("list.txt");
    Files.writeString(listOfFiles, "ffconcat version 1.0\nfile clip.y4m\n");
    for (String id :
        List.of(
            "v4l2:/dev/video99",
            "v4l2:/etc/passwd",
            "dshow:no such camera",
            "avfoundation:99",
            "lavfi:no_such_filter",
            "lavfi:testsrc2=size=9999x9999",
            "file:" + folder.resolve("absent.y4m"),
            "file:" + noPicture,
            "file:" + listOfFiles,
            "file:",
            "timecode:99999x1@1",
            "timecode:",
            "http://127.0.0.1/camera",
            "nonsense")) {
      assertEquals(Optional.empty(), Cameras.open(new CameraId(id), MODE), id);
    }
  }

  @Test
  void a_file_that_vanishes_at_its_end_is_a_camera_that_is_gone() throws IOException {
    Path file = folder.resolve("clip.y4m");
    new Clip(1, 160, 120, 5).writeY4m(file);
    try (Camera camera = open("file:" + file, MODE)) {
      shoot(camera);
      Files.delete(file);
      Shot shot = camera.shoot(exchange);
      for (int i = 0; i < 100 && !(shot instanceof Shot.Gone); i++) {
        shot = camera.shoot(exchange);
      }
      assertEquals(new Shot.Gone(), shot);
    }
  }

  @Test
  void listing_cameras_works_on_a_machine_without_one_too() {
    for (DeviceName<CameraId> camera : Cameras.list()) {
      assertEquals(Platform.current().device(), camera.id().scheme());
    }
  }

  private static Camera open(String id, CameraMode mode) {
    return Cameras.open(new CameraId(id), mode).orElseThrow();
  }

  private Picture shoot(Camera camera) {
    Shot shot = camera.shoot(exchange);
    for (int i = 0; i < 50 && shot instanceof Shot.NothingYet; i++) {
      shot = camera.shoot(exchange);
    }
    exchange.publish(assertInstanceOf(Shot.Taken.class, shot).at());
    return exchange.latest().orElseThrow();
  }

  private static byte[] luma(Picture picture) {
    byte[] luma = new byte[picture.width() * picture.height()];
    picture.bytes().get(0, luma);
    return luma;
  }
}
