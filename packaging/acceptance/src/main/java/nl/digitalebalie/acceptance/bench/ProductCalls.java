package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import nl.digitalebalie.acceptance.staff.FirstPicture;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;

/**
 * {@code bench call --scenario product}: calls of the whole product, with signalling, keys and
 * ticket, from the click on accept.
 *
 * <p>What keys and ticket cost is what the call waited for them and for nothing else: at the staff
 * member's from the moment that the description was ready until the signed offer went out (the gate
 * binds the keys and signs the ticket meanwhile); in the page all time spent in the browser's
 * cryptography between the click and the first picture.
 */
final class ProductCalls {
  private static final int WARM_UP = 2;
  private static final int RUNS = 10;

  private final BenchTalk talk;

  private ProductCalls(BenchTalk talk) {
    this.talk = talk;
  }

  static List<Row> rows(BenchOptions options, Path home) throws IOException, InterruptedException {
    int runs = options.runs().orElse(RUNS);
    List<SetUp> setUps = new ArrayList<>();
    try (BenchTalk talk = BenchTalk.start(home)) {
      ProductCalls calls = new ProductCalls(talk);
      for (int run = 0; run < WARM_UP + runs; run++) {
        SetUp setUp = calls.call();
        if (run >= WARM_UP) {
          setUps.add(setUp);
        }
      }
    }
    return List.of(
        row("acceptToFirstFrameStaff", "ms", setUps.stream().map(SetUp::staff).toList()),
        row("acceptToFirstFrameResident", "ms", setUps.stream().map(SetUp::resident).toList()),
        row("keysAndTicket", "ms", setUps.stream().map(SetUp::keys).toList()),
        row("slowerByKeysAndTicket", "%", setUps.stream().map(SetUp::slowerPercent).toList()));
  }

  private static Row row(String metric, String unit, List<Double> values) {
    return Row.alone("product", metric, unit, Row.Better.LOWER, Figures.of(values));
  }

  /** One call, milliseconds from the click. */
  private record SetUp(double staff, double resident, double keys) {

    /** Of what the later of the two first pictures would have taken without. */
    double slowerPercent() {
      return 100 * keys / (Math.max(staff, resident) - keys);
    }
  }

  private SetUp call() throws InterruptedException {
    talk.arrive();
    double pageBefore = talk.resident.cryptoMillis();
    AtomicLong staffPictureAt = new AtomicLong();
    long accepted = System.currentTimeMillis();
    talk.staff.press("accept");
    Thread watching = FirstPicture.note(talk.staff, staffPictureAt);
    talk.await("our description", ProductCalls::described);
    long described = System.nanoTime();
    talk.await("an offer that went out", ProductCalls::offered);
    double waited = (System.nanoTime() - described) / 1e6;
    long residentPictureAt = residentPicture();
    watching.join(BenchTalk.PATIENCE.toMillis());
    double page = talk.resident.cryptoMillis() - pageBefore;
    talk.hangUp();
    return new SetUp(staffPictureAt.get() - accepted, residentPictureAt - accepted, waited + page);
  }

  private static boolean described(Desk desk) {
    return desk.talk()
        .ongoing()
        .filter(talk -> !(talk.call().phase() instanceof CallState.Phase.Offering))
        .isPresent();
  }

  private static boolean offered(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(Talk.Ongoing::bond)
        .filter(bond -> bond.offered() > 0)
        .isPresent();
  }

  private long residentPicture() {
    long end = System.nanoTime() + BenchTalk.PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      OptionalLong at = talk.resident.firstRemoteFrameAtMillis();
      if (at.isPresent()) {
        return at.getAsLong();
      }
    }
    throw new IllegalStateException("no picture of the staff member at the resident's");
  }
}
