package nl.digitalebalie.acceptance.bench;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.people.DemoWorld;
import nl.digitalebalie.demo.zgw.Application;
import nl.digitalebalie.demo.zgw.ZgwPartner;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.cases.CaseSystem.Answer.Found;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.cases.ZgwCases;
import nl.digitalebalie.server.cases.ZgwSettings;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;

/**
 * {@code bench cases}: what reading the cases of one person costs, from the open gate to the
 * content of the panel, over real HTTP with the case system of the demonstration. {@code ordinary}
 * is somebody with two cases, {@code many} somebody with 500 over 5 pages; {@code firstPage} is
 * when the case system had answered the first of them, {@code firstCase} when the first case was
 * ready to be shown, {@code ownToFirst} what lies between the two, {@code complete} when all were.
 * The case system's own time is inside all but {@code ownToFirst}.
 */
public final class CasesBench {
  private static final int RUNS = 30;
  private static final int QUICK_RUNS = 5;
  private static final int WARM_UP = 3;
  private static final int MANY = 500;
  private static final String SECRET = "only-for-this-bench-and-long-enough";
  private static final CaseSystem.Reader READER = new CaseSystem.Reader("bench", "Bench");

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong firstPageNanos = new AtomicLong();

  private CasesBench() {}

  public static BenchReport run(BenchOptions options) {
    return new CasesBench().measured(options);
  }

  private BenchReport measured(BenchOptions options) {
    int runs =
        options.runs().orElse(options.extent() == BenchOptions.Extent.QUICK ? QUICK_RUNS : RUNS);
    List<Row> rows = new ArrayList<>();
    Application counter =
        new Application(
            "bench",
            SECRET,
            EnumSet.allOf(Application.Scope.class),
            Set.of(),
            nl.digitalebalie.demo.zgw.Confidentiality.ZAAKVERTROUWELIJK);
    try (PartnerServer partner =
        ZgwPartner.start(0, world(), List.of(counter), InstantSource.system(), this::answered)) {
      if (options.wants("ordinary")) {
        rows.addAll(rows("ordinary", partner.base(), "999993653", runs));
      }
      if (options.wants("many")) {
        rows.addAll(rows("many", partner.base(), MANY_BSN, runs));
      }
    }
    return new BenchReport(options.name(), rows);
  }

  private static final String MANY_BSN = "999990007";

  private void answered(Call call) {
    calls.incrementAndGet();
    if (call.path().endsWith("zaken/_zoek")) {
      firstPageNanos.compareAndSet(0, System.nanoTime());
    }
  }

  private List<Row> rows(String scenario, URI base, String bsn, int runs) {
    List<Double> first = new ArrayList<>();
    List<Double> shown = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    List<Double> complete = new ArrayList<>();
    List<Double> made = new ArrayList<>();
    double cold;
    try (ZgwCases cases = cases(base)) {
      cold = read(cases, bsn).calls();
      for (int run = 0; run < WARM_UP + runs; run++) {
        Reading reading = read(cases, bsn);
        if (run >= WARM_UP) {
          first.add(reading.firstPage());
          shown.add(reading.firstCase());
          own.add(reading.firstCase() - reading.firstPage());
          complete.add(reading.complete());
          made.add(reading.calls());
        }
      }
    }
    double p99 = Figures.p99(complete);
    return List.of(
        Row.alone(scenario, "firstPage", "ms", Row.Better.LOWER, Figures.of(first)),
        Row.alone(scenario, "firstCase", "ms", Row.Better.LOWER, Figures.of(shown)),
        Row.alone(scenario, "ownToFirst", "ms", Row.Better.LOWER, Figures.of(own)),
        Row.alone(scenario, "complete", "ms", Row.Better.LOWER, Figures.of(complete)),
        Row.alone(scenario, "completeP99", "ms", Row.Better.LOWER, new Figures(p99, p99, p99)),
        Row.alone(scenario, "calls", "calls", Row.Better.LOWER, Figures.of(made)),
        Row.alone(scenario, "callsCold", "calls", Row.Better.LOWER, new Figures(cold, cold, cold)));
  }

  private record Reading(double firstPage, double firstCase, double complete, double calls) {}

  private Reading read(ZgwCases cases, String bsn) {
    calls.set(0);
    firstPageNanos.set(0);
    AtomicLong firstCaseNanos = new AtomicLong();
    long begin = System.nanoTime();
    CaseSystem.Answer answer =
        cases.read(
            scope(bsn),
            READER,
            Places.NONE,
            some -> firstCaseNanos.compareAndSet(0, System.nanoTime()));
    long end = System.nanoTime();
    if (!(answer instanceof Found found) || found.cases().isEmpty()) {
      throw new IllegalStateException("the case system answered " + answer);
    }
    return new Reading(
        (firstPageNanos.get() - begin) / 1e6,
        (firstCaseNanos.get() - begin) / 1e6,
        (end - begin) / 1e6,
        calls.get());
  }

  private static ZgwCases cases(URI base) {
    return new ZgwCases(
        new ZgwSettings(
            URI.create(base + "/zaken/api/v1"),
            URI.create(base + "/catalogi/api/v1"),
            URI.create(base + "/documenten/api/v1"),
            "bench",
            Sensitive.of(SECRET),
            ZgwSettings.Expand.QUERY),
        Duration.ofSeconds(30),
        InstantSource.system());
  }

  private static Scope scope(String bsn) {
    return new Scope(
        new PurposeId("bijstand"),
        Bsn.parse(bsn),
        List.of("bijstand-aanvraag", "bijzondere-bijstand"),
        Set.of("Brief", "Besluit", "Bewijsstuk", "Verslag"),
        Confidentiality.CASE_CONFIDENTIAL);
  }

  /** The people of the demonstration, and one more. */
  private static DemoWorld world() {
    DemoWorld world = DemoWorld.load();
    List<DemoWorld.DemoCase> many = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      many.add(oneOfMany(number));
    }
    List<DemoWorld.Person> people = new ArrayList<>(world.people());
    people.add(
        new DemoWorld.Person(
            "many",
            Map.of(),
            MANY_BSN,
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            100,
            many));
    return new DemoWorld(people, world.caseTypes(), world.documentTypes());
  }

  private static DemoWorld.DemoCase oneOfMany(int number) {
    return new DemoWorld.DemoCase(
        "ZAAK-BENCH-" + number,
        "bijzondere-bijstand",
        "Een van velen",
        Optional.empty(),
        -number - 2,
        30,
        60,
        number < 5 ? Optional.empty() : Optional.of(-1),
        Optional.empty(),
        List.of(new DemoWorld.ReachedStatus(1, -number - 2), new DemoWorld.ReachedStatus(2, -1)),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new DemoWorld.DemoDocument(
                "Brief",
                "brief",
                -1,
                Optional.empty(),
                Optional.empty(),
                List.of("Beste inwoner"))));
  }
}
