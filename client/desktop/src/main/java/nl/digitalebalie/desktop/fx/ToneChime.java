package nl.digitalebalie.desktop.fx;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two soft tones on the system's speaker, one ring at a time; without a speaker, silence. */
public final class ToneChime implements Chime, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ToneChime.class);
  private static final int RATE = 44_100;
  private static final double[] TONES = {659.26, 880.0};
  private static final double SECONDS = 0.22;
  private static final double LOUDNESS = 0.25;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("chime").factory());
  private final Semaphore ringing = new Semaphore(1);

  @Override
  public void ring() {
    if (ringing.tryAcquire()) {
      thread.execute(this::play);
    }
  }

  private void play() {
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    try (SourceDataLine line = AudioSystem.getSourceDataLine(format)) {
      line.open(format);
      line.start();
      byte[] sound = samples();
      line.write(sound, 0, sound.length);
      line.drain();
    } catch (LineUnavailableException | IllegalArgumentException noSpeaker) {
      LOG.debug("CHIME_SILENT {}", noSpeaker.getClass().getSimpleName());
    } finally {
      ringing.release();
    }
  }

  private static byte[] samples() {
    int perTone = (int) (RATE * SECONDS);
    byte[] bytes = new byte[TONES.length * perTone * 2];
    for (int tone = 0; tone < TONES.length; tone++) {
      for (int sample = 0; sample < perTone; sample++) {
        double time = (double) sample / RATE;
        // A swell that starts and ends at nothing does not click.
        double swell = Math.sin(Math.PI * sample / perTone);
        double value = Math.sin(2 * Math.PI * TONES[tone] * time) * swell * LOUDNESS;
        short level = (short) (value * Short.MAX_VALUE);
        int at = 2 * (tone * perTone + sample);
        bytes[at] = (byte) level;
        bytes[at + 1] = (byte) (level >> 8);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
