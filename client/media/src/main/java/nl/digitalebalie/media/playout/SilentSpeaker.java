package nl.digitalebalie.media.playout;

import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.time.MonoTime;

/** Takes in sound exactly as fast as a speaker would, for machines without one. */
final class SilentSpeaker implements Speaker {
  /** As much as a real device of ours holds. */
  static final int CAPACITY_SAMPLES = 4 * Sound.FRAME_SAMPLES;

  private MonoTime heardUntil = Clock.now();

  @Override
  public Played play(short[] samples) {
    MonoTime now = Clock.now();
    MonoTime start = heardUntil.isBefore(now) ? now : heardUntil;
    heardUntil = start.plusNanos(nanos(samples.length));
    Clock.waitUntil(heardUntil.plusNanos(-nanos(CAPACITY_SAMPLES)));
    return Played.ACCEPTED;
  }

  @Override
  public int waitingSamples() {
    long nanos = Math.max(0, heardUntil.nanosSince(Clock.now()));
    return (int) (nanos * Sound.RATE / 1_000_000_000L);
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private static long nanos(int samples) {
    return samples * 1_000_000_000L / Sound.RATE;
  }
}
