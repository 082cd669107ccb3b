package nl.digitalebalie.acceptance.bench;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.acceptance.bench.endpoint.LibwebrtcEndpoint;
import nl.digitalebalie.acceptance.bench.endpoint.ProductEndpoint;
import nl.digitalebalie.acceptance.browser.Chromium;

/**
 * {@code bench call}: the product's call engine and libwebrtc, one after the other against the same
 * Chromium page on loopback. Cold is the first call of a fresh process that has prewarmed; warm are
 * the calls after it. {@code product} are calls of the whole product; a quick run leaves them out.
 */
public final class CallBench {
  private static final String PEER = "libwebrtc";
  private static final int COLD_RUNS = 3;
  private static final int WARM_RUNS = 10;
  private static final int QUICK_WARM_RUNS = 4;
  private static final Duration LONG_CALL = Duration.ofSeconds(60);
  private static final Duration QUICK_CALL = Duration.ofSeconds(8);
  private static final long READY_MILLIS = 30_000;

  /** What both sides film; less of it would be less work, and no comparison. */
  private static final MeasuredCall.Size FILMED = new MeasuredCall.Size(640, 480);

  private final BenchOptions options;
  private final Path home;
  private final BenchPage page;
  private int calls;

  private CallBench(BenchOptions options, Path home, BenchPage page) {
    this.options = options;
    this.home = home;
    this.page = page;
  }

  public static BenchReport run(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    if (options.wants("cold") || options.wants("warm")) {
      rows.addAll(engineRows(options, home));
    }
    boolean quick = options.extent() == BenchOptions.Extent.QUICK && options.scenario().isEmpty();
    if (options.wants("product") && !quick) {
      rows.addAll(ProductCalls.rows(options, home));
    }
    return new BenchReport(options.name(), rows);
  }

  private static List<Row> engineRows(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    try (BenchPage page = new BenchPage();
        Chromium chromium = Chromium.start(home, Chromium.FakeDevices.BROWSERS_OWN)) {
      Page tab = chromium.browser().newPage();
      tab.navigate(page.address().toString());
      CallBench bench = new CallBench(options, home, page);
      bench.awaitPage();
      return bench.rows();
    }
  }

  private void awaitPage() throws InterruptedException {
    if (page.next(READY_MILLIS)
        .filter(line -> line.path("is").asString("").equals("ready"))
        .isEmpty()) {
      throw new IllegalStateException("the page did not open its camera");
    }
  }

  private List<Row> rows() throws IOException, InterruptedException {
    Series ours = measure(ProductEndpoint.class);
    Series peer = measure(LibwebrtcEndpoint.class);
    List<Row> rows = new ArrayList<>();
    if (options.wants("cold")) {
      rows.add(
          row("cold", "firstFrameStaff", "ms", Row.Better.LOWER, ours.coldStaff, peer.coldStaff));
      rows.add(
          row(
              "cold",
              "firstFrameResident",
              "ms",
              Row.Better.LOWER,
              ours.coldResident,
              peer.coldResident));
    }
    if (options.wants("warm")) {
      rows.add(
          row("warm", "firstFrameStaff", "ms", Row.Better.LOWER, ours.warmStaff, peer.warmStaff));
      rows.add(
          row(
              "warm",
              "firstFrameResident",
              "ms",
              Row.Better.LOWER,
              ours.warmResident,
              peer.warmResident));
      rows.add(row("warm", "fpsStaff", "1/s", Row.Better.HIGHER, ours.fpsStaff, peer.fpsStaff));
      rows.add(
          row("warm", "fpsResident", "1/s", Row.Better.HIGHER, ours.fpsResident, peer.fpsResident));
      rows.add(
          row(
              "warm",
              "freezesStaff",
              "count",
              Row.Better.LOWER,
              ours.freezesStaff,
              peer.freezesStaff));
      rows.add(
          row(
              "warm",
              "freezesResident",
              "count",
              Row.Better.LOWER,
              ours.freezesResident,
              peer.freezesResident));
      rows.add(row("warm", "cpuOfOneCore", "%", Row.Better.LOWER, ours.cpu, peer.cpu));
    }
    return rows;
  }

  private static Row row(
      String scenario,
      String metric,
      String unit,
      Row.Better better,
      List<Double> ours,
      List<Double> peer) {
    return new Row(
        scenario,
        metric,
        unit,
        better,
        Figures.of(ours),
        Optional.of(Figures.of(peer)),
        Optional.of(PEER));
  }

  private static final class Series {
    private final List<Double> coldStaff = new ArrayList<>();
    private final List<Double> coldResident = new ArrayList<>();
    private final List<Double> warmStaff = new ArrayList<>();
    private final List<Double> warmResident = new ArrayList<>();
    private final List<Double> fpsStaff = new ArrayList<>();
    private final List<Double> fpsResident = new ArrayList<>();
    private final List<Double> freezesStaff = new ArrayList<>();
    private final List<Double> freezesResident = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
  }

  private Series measure(Class<?> endpoint) throws IOException, InterruptedException {
    Series series = new Series();
    int colds = !options.wants("cold") || quick() ? 1 : options.runs().orElse(COLD_RUNS);
    for (int i = 0; i < colds; i++) {
      try (EndpointProcess process = start(endpoint)) {
        cold(process, series);
        if (i + 1 == colds && options.wants("warm")) {
          warm(process, series);
        }
      }
    }
    return series;
  }

  private boolean quick() {
    return options.extent() == BenchOptions.Extent.QUICK;
  }

  private EndpointProcess start(Class<?> endpoint) throws IOException, InterruptedException {
    Path log = home.resolve("target/bench").resolve(endpoint.getSimpleName() + ".log");
    EndpointProcess process = EndpointProcess.start(endpoint, log);
    if (process
        .next(READY_MILLIS)
        .filter(line -> line.path("is").asString("").equals("ready"))
        .isEmpty()) {
      process.close();
      throw new IllegalStateException(endpoint.getSimpleName() + " did not start; see " + log);
    }
    return process;
  }

  private void cold(EndpointProcess process, Series series) throws InterruptedException {
    MeasuredCall call = new MeasuredCall(process, page, ++calls);
    MeasuredCall.FirstFrames first = call.connect();
    series.coldStaff.add(first.staffMs());
    series.coldResident.add(first.residentMs());
    call.hangUp();
  }

  private void warm(EndpointProcess process, Series series) throws InterruptedException {
    int runs = options.runs().orElse(quick() ? QUICK_WARM_RUNS : WARM_RUNS);
    for (int i = 0; i < runs; i++) {
      MeasuredCall call = new MeasuredCall(process, page, ++calls);
      MeasuredCall.FirstFrames first = call.connect();
      series.warmStaff.add(first.staffMs());
      series.warmResident.add(first.residentMs());
      if (i + 1 == runs) {
        goOn(call, process, series);
      }
      call.hangUp();
    }
  }

  /** The long call, from one second after its first pictures on. */
  private void goOn(MeasuredCall call, EndpointProcess process, Series series)
      throws InterruptedException {
    call.go(Duration.ofSeconds(1));
    MeasuredCall.Counters before = call.counters();
    Duration cpuBefore = process.cpu();
    long start = System.nanoTime();
    call.go(quick() ? QUICK_CALL : LONG_CALL);
    MeasuredCall.Counters after = call.counters();
    double seconds = (System.nanoTime() - start) / 1e9;
    demandSize(before);
    demandSize(after);
    double cpuSeconds = process.cpu().minus(cpuBefore).toNanos() / 1e9;
    series.fpsStaff.add((after.staffFrames() - before.staffFrames()) / seconds);
    series.fpsResident.add((after.residentFrames() - before.residentFrames()) / seconds);
    series.freezesStaff.add((double) (after.staffFreezes() - before.staffFreezes()));
    series.freezesResident.add((double) (after.residentFreezes() - before.residentFreezes()));
    series.cpu.add(100 * cpuSeconds / seconds);
  }

  private static void demandSize(MeasuredCall.Counters counters) {
    if (!counters.staffSize().equals(FILMED) || !counters.residentSize().equals(FILMED)) {
      throw new IllegalStateException(
          "pictures of %s at the staff member's and %s at the resident's, not %s"
              .formatted(counters.staffSize(), counters.residentSize(), FILMED));
    }
  }
}
