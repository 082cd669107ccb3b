package nl.digitalebalie.desktop.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.call.Devices;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.media.sound.SoundLevel;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.protocol.signal.IceServer;
import nl.digitalebalie.rtc.time.MonoTime;

/** An engine by hand: remembers what it was told, shows drawn people, says what a test wants. */
public final class FakeCall implements CallPort {
  /** What it was told, in order. */
  public final List<String> told = new ArrayList<>();

  private final PictureExchange remote = new PictureExchange(PixelFormat.BGRA);
  private final PictureExchange own = new PictureExchange(PixelFormat.BGRA);
  private Consumer<CallNews> listener = _ -> {};
  private Optional<CallStats> stats = Optional.empty();
  private boolean calling;
  private long frames;

  @Override
  public void listen(Consumer<CallNews> news) {
    listener = news;
  }

  public void say(CallNews news) {
    listener.accept(news);
  }

  /** Media flows, with these numbers. */
  public void flows() {
    frames += 30;
    stats =
        Optional.of(
            new CallStats(
                frames,
                30,
                0,
                640,
                480,
                new SoundLevel(0.1),
                new SoundLevel(0.2),
                new SoundLevel(0.12),
                Optional.of(Duration.ofMillis(320)),
                Optional.of("SRTP_AEAD_AES_128_GCM"),
                Optional.of("host/udp-host/udp"),
                Optional.of(Duration.ofMillis(24)),
                0,
                0,
                900_000,
                800_000,
                frames));
    draw(remote, 640, 480, 0x4f6b7a, 0xe0b28c, 0x8a3b3b);
    seesItself();
    listener.accept(new CallNews.Measured(stats.get()));
  }

  /** Another picture of our own camera, and none of the other side. */
  public void seesItself() {
    draw(own, 640, 480, 0x77808c, 0xc99472, 0x2d4a6b);
  }

  /** A drawn person before a wall. */
  private static void draw(
      PictureExchange into, int width, int height, int wall, int skin, int shirt) {
    ByteBuffer room = into.room(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double fromHead = Math.hypot(x - width / 2.0, (y - height * 0.38) * 0.85);
        double fromBody = Math.hypot((x - width / 2.0) * 0.8, y - height * 1.08);
        int colour = fromHead < height * 0.17 ? skin : fromBody < height * 0.42 ? shirt : wall;
        double light = 0.8 + 0.2 * (1 - (double) x / width);
        int at = 4 * (y * width + x);
        room.put(at, (byte) ((colour & 0xff) * light));
        room.put(at + 1, (byte) ((colour >> 8 & 0xff) * light));
        room.put(at + 2, (byte) ((colour >> 16 & 0xff) * light));
        room.put(at + 3, (byte) 0xff);
      }
    }
    into.publish(new MonoTime(0));
  }

  @Override
  public void prewarm() {
    told.add("prewarm");
  }

  @Override
  public void begin(int epoch, List<IceServer> servers, DeviceChoice devices) {
    calling = true;
    told.add("begin " + epoch);
  }

  @Override
  public void connectAgain(int epoch) {
    told.add("connectAgain " + epoch);
  }

  @Override
  public void answer(int epoch, String sdp) {
    told.add("answer " + epoch);
  }

  @Override
  public void candidate(int epoch, Candidate candidate) {
    told.add("candidate " + epoch);
  }

  @Override
  public void candidatesDone(int epoch) {
    told.add("candidatesDone " + epoch);
  }

  @Override
  public void microphone(Switch wanted) {
    told.add("microphone " + wanted);
  }

  @Override
  public void camera(Switch wanted) {
    told.add("camera " + wanted);
  }

  @Override
  public void end() {
    calling = false;
    stats = Optional.empty();
    told.add("end");
  }

  @Override
  public void use(DeviceChoice devices) {
    told.add("use");
  }

  @Override
  public void findDevices(Consumer<Devices> found) {
    found.accept(
        new Devices(
            List.of(new Devices.Device("v4l2:/dev/video0", "Logitech C920")),
            List.of(new Devices.Device("javasound:headset", "Jabra Evolve 2")),
            List.of(new Devices.Device("javasound:speaker", "Jabra Evolve 2"))));
  }

  @Override
  public void startTest(DeviceChoice devices) {
    told.add("startTest");
  }

  @Override
  public void stopTest() {
    told.add("stopTest");
  }

  @Override
  public void playTone(DeviceChoice devices) {
    told.add("playTone");
  }

  @Override
  public Optional<CallStats> stats() {
    return stats;
  }

  @Override
  public Optional<PictureSource> remotePicture() {
    return calling ? Optional.of(remote) : Optional.empty();
  }

  @Override
  public Optional<PictureSource> ownPicture() {
    return calling ? Optional.of(own) : Optional.empty();
  }

  @Override
  public void close() {
    told.add("close");
  }
}
