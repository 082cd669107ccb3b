package nl.digitalebalie.media.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.sarxos.webcam.Webcam;
import com.github.sarxos.webcam.WebcamDevice;
import com.github.sarxos.webcam.WebcamDriver;
import com.github.sarxos.webcam.WebcamException;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our driver serves the webcam-capture API's own front door. */
class WebcamApiTest {
  @AfterEach
  void forget_the_driver() {
    Webcam.resetDriver();
  }

  @Test
  void the_api_opens_our_device_and_gets_an_image() {
    Webcam.setDriver(
        new WebcamDriver() {
          @Override
          public List<WebcamDevice> getDevices() {
            return List.of(webcam("lavfi:color=c=red:size=320x240:rate=30"));
          }

          @Override
          public boolean isThreadSafe() {
            return new FfmpegWebcamDriver().isThreadSafe();
          }
        });
    Webcam webcam = Webcam.getDefault();
    assertTrue(webcam.open());
    try {
      BufferedImage image = webcam.getImage();
      assertEquals(320, image.getWidth());
      Color pixel = new Color(image.getRGB(100, 100));
      assertTrue(pixel.getRed() > 200 && pixel.getGreen() < 50 && pixel.getBlue() < 50, "" + pixel);
    } finally {
      webcam.close();
    }
  }

  @Test
  void bytes_and_parameters_pass_through_the_device() {
    FfmpegWebcam device = webcam("lavfi:testsrc2=size=160x120:rate=30");
    device.setParameters(Map.of(FfmpegWebcam.FRAMES_PER_SECOND, 15));
    device.setResolution(new Dimension(320, 240));
    device.open();
    assertEquals(15, device.getFPS());
    assertEquals(new Dimension(160, 120), device.getResolution());
    ByteBuffer target = ByteBuffer.allocate(4 * 160 * 120);
    device.getImageBytes(target);
    assertEquals(0, target.remaining());
    assertEquals(4 * 160 * 120, device.getImageBytes().remaining());
    device.dispose();
    assertFalse(device.isOpen());
  }

  @Test
  void a_device_that_cannot_be_opened_says_so_in_the_words_of_the_api() {
    assertThrows(WebcamException.class, webcam("v4l2:/dev/video99")::open);
  }

  private static FfmpegWebcam webcam(String id) {
    return new FfmpegWebcam(new DeviceName<>(new CameraId(id), id));
  }
}
