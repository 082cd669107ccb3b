package nl.digitalebalie.media.capture;

import java.util.Locale;

/** How FFmpeg reaches cameras on this operating system. */
enum Platform {
  LINUX("v4l2"),
  WINDOWS("dshow"),
  MAC("avfoundation");

  private final String device;

  Platform(String device) {
    this.device = device;
  }

  /** FFmpeg's name of the input device, which is also the scheme of our camera ids. */
  String device() {
    return device;
  }

  static Platform current() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.contains("win")) {
      return WINDOWS;
    }
    return name.contains("mac") ? MAC : LINUX;
  }
}
