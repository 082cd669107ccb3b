package nl.digitalebalie.acceptance.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.testsource.TimecodePicture;

/**
 * Measures both sides of a running call, by their own counters and by the pixels that each side
 * shows.
 */
final class Sampler {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final double NEARLY_ALL = 0.9;

  /** A look may fall on a picture that is too compressed to read, as right after a pause. */
  private static final double MOST_LOOKS = 0.5;

  /** A clip of three seconds starts over at every fifth look or so; chance would give a half. */
  private static final double MOSTLY_FORWARD = 0.75;

  private static final int SEVERAL_CODES = 5;

  private final StaffClient staff;
  private final ResidentBrowser resident;
  private final Eye staffEye = new Eye();
  private final Eye residentEye = new Eye();
  private double residentLevel;

  Sampler(StaffClient staff, ResidentBrowser resident) {
    this.staff = staff;
    this.resident = resident;
  }

  /**
   * What one side's pixels said: how often they changed, and how often a readable time code moved
   * on.
   */
  static final class Eye {
    private Optional<byte[]> before = Optional.empty();
    private OptionalInt code = OptionalInt.empty();
    private int changes;
    private int looks;
    private int codesRead;
    private int codesForward;

    void look(Optional<Picture> picture) {
      looks++;
      if (picture.isEmpty()) {
        return;
      }
      byte[] pixels = new byte[picture.get().bytes().capacity()];
      picture.get().bytes().get(0, pixels);
      if (before.isPresent() && !java.util.Arrays.equals(before.get(), pixels)) {
        changes++;
      }
      before = Optional.of(pixels);
      OptionalInt now = TimecodePicture.read(picture.get());
      if (now.isPresent()) {
        codesRead++;
        boolean forward =
            code.isPresent()
                && now.getAsInt() != code.getAsInt()
                && Math.floorMod(now.getAsInt() - code.getAsInt(), TimecodePicture.MODULUS)
                    < TimecodePicture.MODULUS / 2;
        codesForward += forward ? 1 : 0;
        code = now;
      }
    }

    /** The picture moved at (nearly) every look. */
    boolean moving() {
      return changes >= (looks - 1) * NEARLY_ALL;
    }

    /** At how many of the looks a code could be read. */
    int codesRead() {
      return codesRead;
    }

    int looks() {
      return looks;
    }

    /**
     * A code was readable at most looks, and it was a later one than before but for a clip that
     * starts over.
     */
    boolean codesRunForward() {
      return codesRead >= SEVERAL_CODES
          && codesRead >= looks * MOST_LOOKS
          && codesForward >= (codesRead - 1) * MOSTLY_FORWARD;
    }
  }

  record Counters(
      long staffFrames,
      long residentFrames,
      long staffFreezes,
      long residentFreezes,
      double energy) {}

  Counters counters() {
    CallStats ours =
        staff.stats().orElseThrow(() -> new IllegalStateException("the staff client has no call"));
    ResidentBrowser.Stats theirs = resident.stats();
    residentLevel = Math.max(residentLevel, theirs.audioLevel());
    return new Counters(
        ours.framesDecoded(),
        theirs.framesDecoded(),
        ours.freezes(),
        theirs.freezes(),
        theirs.audioEnergy());
  }

  void sample(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      staffEye.look(staff.remotePicture());
      residentEye.look(resident.remotePicture());
      residentLevel = Math.max(residentLevel, resident.stats().audioLevel());
      TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
    }
  }

  Eye staffEye() {
    return staffEye;
  }

  Eye residentEye() {
    return residentEye;
  }

  /** The loudest that the browser played, 0 to 1 (webrtc-stats audioLevel). */
  double residentLevel() {
    return residentLevel;
  }
}
