package nl.digitalebalie.media.capture;

import com.github.sarxos.webcam.WebcamDevice;
import com.github.sarxos.webcam.WebcamDriver;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * The webcam-capture API's driver on FFmpeg's avdevice: v4l2, dshow or avfoundation.
 *
 * <p>Devices are opened and closed on the caller's thread and share nothing, so the driver counts
 * as thread-safe and the API keeps its own processor thread out of the way.
 */
public final class FfmpegWebcamDriver implements WebcamDriver {
  /** A desk has a few cameras; a driver that lists more is broken. */
  private static final int MAX_DEVICES = 32;

  @Override
  public List<WebcamDevice> getDevices() {
    return names().stream().<WebcamDevice>map(FfmpegWebcam::new).toList();
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /** The cameras of this machine, as the system orders them. */
  List<DeviceName<CameraId>> names() {
    FfmpegInput.Devices.load();
    Platform platform = Platform.current();
    AVInputFormat input = avformat.av_find_input_format(platform.device());
    if (input == null || input.isNull()) {
      return List.of();
    }
    AVDeviceInfoList list = new AVDeviceInfoList(null);
    int count =
        avdevice.avdevice_list_input_sources(input, (String) null, (AVDictionary) null, list);
    if (count < 0 || list.isNull()) {
      return List.of();
    }
    List<DeviceName<CameraId>> names = new ArrayList<>();
    for (int i = 0; i < Math.min(list.nb_devices(), MAX_DEVICES); i++) {
      AVDeviceInfo device = list.devices(i);
      if (showsPictures(device)) {
        names.add(named(platform, device));
      }
    }
    avdevice.avdevice_free_list_devices(list);
    return List.copyOf(names);
  }

  /** dshow and avfoundation list microphones too. */
  private static boolean showsPictures(AVDeviceInfo device) {
    if (device.nb_media_types() == 0) {
      return true;
    }
    for (int i = 0; i < device.nb_media_types(); i++) {
      if (device.media_types().get(i) == avutil.AVMEDIA_TYPE_VIDEO) {
        return true;
      }
    }
    return false;
  }

  private static DeviceName<CameraId> named(Platform platform, AVDeviceInfo device) {
    String name = text(device.device_name());
    String description = text(device.device_description());
    CameraId id = new CameraId(platform.device() + ":" + name);
    return new DeviceName<>(id, description.isBlank() ? name : description);
  }

  private static String text(BytePointer pointer) {
    return pointer == null || pointer.isNull() ? "" : pointer.getString();
  }
}
