package nl.digitalebalie.desktop.call;

import java.util.List;

/** The devices that are there right now. */
public record Devices(List<Device> cameras, List<Device> microphones, List<Device> speakers) {
  public static final Devices NONE = new Devices(List.of(), List.of(), List.of());

  public Devices {
    cameras = List.copyOf(cameras);
    microphones = List.copyOf(microphones);
    speakers = List.copyOf(speakers);
  }

  /**
   * One device.
   *
   * @param id stable while the device stays plugged in
   * @param name as the operating system calls it
   */
  public record Device(String id, String name) {}
}
