package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.staff.StaffClient;

/**
 * {@code bench chat}: sealed messages between the real page and the real client in a call. {@code
 * live-text} counts from the keystroke until the character stands on the other side's screen;
 * {@code file} from the acceptance of 10 MB until its hash was found right, with what the heap of
 * the receiving process grew by.
 */
public final class ChatBench {
  private static final int RUNS = 200;
  private static final int QUICK_RUNS = 20;
  private static final int FILE_RUNS = 3;
  private static final int FILE_BYTES = 10 * 1024 * 1024;
  private static final Duration FILE_PATIENCE = Duration.ofMinutes(2);

  /** A line is ended before it is full. */
  private static final int LINE_CHARS = 40;

  private final BenchTalk talk;
  private final StaffClient staff;
  private final ResidentBrowser resident;

  private ChatBench(BenchTalk talk) {
    this.talk = talk;
    this.staff = talk.staff;
    this.resident = talk.resident;
  }

  public static BenchReport run(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    try (BenchTalk talk = BenchTalk.start(home)) {
      talk.call();
      ChatBench bench = new ChatBench(talk);
      boolean quick = options.extent() == BenchOptions.Extent.QUICK;
      int runs = options.runs().orElse(quick ? QUICK_RUNS : RUNS);
      List<Row> rows = new ArrayList<>();
      if (options.wants("live-text")) {
        rows.addAll(bench.liveText(runs));
      }
      if (options.wants("file")) {
        rows.addAll(bench.file(quick ? 1 : FILE_RUNS));
      }
      return new BenchReport(options.name(), rows);
    }
  }

  private List<Row> liveText(int runs) throws InterruptedException {
    resident.openChat();
    resident.tick("live");
    staff.openTab("talk-tabs", 0);
    staff.select("chat-share");
    List<Row> rows = new ArrayList<>(rows("residentToStaff", fromResident(runs)));
    rows.addAll(rows("staffToResident", fromStaff(runs)));
    return rows;
  }

  private static List<Row> rows(String metric, List<Double> millis) {
    double p99 = Figures.p99(millis);
    return List.of(
        Row.alone("live-text", metric, "ms", Row.Better.LOWER, Figures.of(millis)),
        Row.alone("live-text", metric + "P99", "ms", Row.Better.LOWER, new Figures(p99, p99, p99)));
  }

  private List<Double> fromResident(int runs) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    String line = "";
    for (int run = 0; run < runs; run++) {
      if (line.length() >= LINE_CHARS) {
        resident.key("Enter");
        line = "";
      }
      line += letter(run);
      String wanted = line;
      CompletableFuture<Instant> laidOut =
          staff.whenLaidOut(_ -> true, texts -> texts.contains(wanted));
      Instant begin = Instant.now();
      resident.key(letter(run));
      Instant shown = BenchTalk.awaited("the character at the staff member's", laidOut);
      millis.add(Duration.between(begin, shown).toNanos() / 1e6);
    }
    resident.key("Enter");
    return millis;
  }

  private List<Double> fromStaff(int runs) {
    List<Double> millis = new ArrayList<>();
    String line = "";
    for (int run = 0; run < runs; run++) {
      if (line.length() >= LINE_CHARS) {
        staff.press("chat-send");
        line = "";
      }
      line += letter(run + 7);
      long begin = System.nanoTime();
      staff.type("chat-message", line);
      resident.awaitLiveText(line);
      millis.add((System.nanoTime() - begin) / 1e6);
    }
    staff.press("chat-send");
    return millis;
  }

  private static String letter(int run) {
    return String.valueOf((char) ('a' + run % 26));
  }

  private List<Row> file(int runs) {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    byte[] content = new byte[FILE_BYTES];
    for (int run = 0; run < runs; run++) {
      new Random(run).nextBytes(content);
      resident.openChat();
      staff.openTab("talk-tabs", 0);
      resident.pickFile("loonstrook-" + run + ".pdf", "application/pdf", content);
      String accept =
          staff.await("an offered file", BenchTalk.PATIENCE, _ -> staff.pressable("file-accept-"));
      double before = usedMegabytes();
      double[] most = {before};
      long begin = System.nanoTime();
      staff.press(accept);
      staff.await(
          "the whole file",
          FILE_PATIENCE,
          _ -> {
            most[0] =
                Math.max(
                    most[0],
                    Runtime.getRuntime().totalMemory() / 1e6
                        - Runtime.getRuntime().freeMemory() / 1e6);
            return staff.pressable("file-save-").isPresent() ? Optional.of(true) : Optional.empty();
          });
      seconds.add((System.nanoTime() - begin) / 1e9);
      megabytes.add(Math.max(0, most[0] - before));
      talk.hangUp(); // what was received goes with the conversation
      if (run < runs - 1) {
        talk.call();
      }
    }
    return List.of(
        Row.alone("file", "tenMegabytes", "s", Row.Better.LOWER, Figures.of(seconds)),
        Row.alone("file", "heapGrowth", "MB", Row.Better.LOWER, Figures.of(megabytes)));
  }

  private static double usedMegabytes() {
    System.gc();
    return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6;
  }
}
