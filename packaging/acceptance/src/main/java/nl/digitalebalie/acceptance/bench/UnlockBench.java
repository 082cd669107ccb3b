package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bench unlock}: how long until the cases are in the staff window, with the real server,
 * client and page, one conversation each. {@code verifiedToPanel} counts from the moment our server
 * accepted the identity: audit, cases and the client's own check are inside. {@code proofsToPanel}
 * counts from the wallet's proofs: the irma server's callback, polling and result come on top.
 *
 * <p>{@code warm} asks as soon as a video call has its first picture, while the two endpoints are
 * still starting on the same cores; {@code settled} asks when it has run for some seconds, as
 * people do; {@code telephone} is the same gate and panel beside an ordinary telephone call.
 */
public final class UnlockBench {
  private static final int RUNS = 100;
  private static final int QUICK_RUNS = 3;

  /** A process compiles its way through the first unlocks; the very first has its own scenario. */
  private static final int WARM_UP = 20;

  private static final int QUICK_WARM_UP = 1;

  /** Pictures of the resident, three seconds of them: both ends then send what they will send. */
  private static final long SETTLED_PICTURES = 90;

  /** Of the person whose card is shown; no other text of the window has it. */
  private static final String A_CASE = "Levensonderhoud voor een alleenstaande met een kind";

  private final BenchTalk talk;
  private final StaffClient staff;
  private final ResidentBrowser resident;
  private final HttpClient wallet = HttpClient.newHttpClient();

  private UnlockBench(BenchTalk talk) {
    this.talk = talk;
    this.staff = talk.staff;
    this.resident = talk.resident;
  }

  public static BenchReport run(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    boolean quick = options.extent() == BenchOptions.Extent.QUICK;
    try (BenchTalk talk = BenchTalk.start(home)) {
      return new BenchReport(
          options.name(),
          new UnlockBench(talk)
              .rows(
                  options,
                  quick ? QUICK_WARM_UP : WARM_UP,
                  options.runs().orElse(quick ? QUICK_RUNS : RUNS)));
    }
  }

  private List<Row> rows(BenchOptions options, int warmUp, int runs)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    if (options.wants("cold") || options.wants("warm")) {
      List<Unlock> video = unlocks(warmUp + runs, talk::call);
      rows.addAll(rows("cold", video.subList(0, 1)));
      rows.addAll(rows("warm", video.subList(warmUp, video.size())));
    }
    if (options.wants("settled", BenchOptions.Extent.FULL)) {
      List<Unlock> video = unlocks(warmUp + runs, this::settledCall);
      rows.addAll(rows("settled", video.subList(warmUp, video.size())));
    }
    if (options.wants("telephone")) {
      List<Unlock> telephone = unlocks(warmUp + runs, talk::telephone);
      rows.addAll(rows("telephone", telephone.subList(warmUp, telephone.size())));
    }
    return rows;
  }

  private void settledCall() {
    talk.call();
    talk.await(
        "a call that has run for some seconds",
        _ -> staff.stats().filter(stats -> stats.framesDecoded() > SETTLED_PICTURES).isPresent());
  }

  private List<Unlock> unlocks(int count, Runnable meet) throws IOException, InterruptedException {
    List<Unlock> unlocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      unlocks.add(unlock(meet));
    }
    return unlocks;
  }

  private static List<Row> rows(String scenario, List<Unlock> unlocks) {
    List<Row> rows = new ArrayList<>();
    rows.addAll(
        rows(scenario, "verifiedToPanel", unlocks.stream().map(Unlock::fromVerified).toList()));
    rows.addAll(rows(scenario, "proofsToPanel", unlocks.stream().map(Unlock::fromProofs).toList()));
    return rows;
  }

  private static List<Row> rows(String scenario, String metric, List<Double> millis) {
    double p99 = Figures.p99(millis);
    return List.of(
        Row.alone(scenario, metric, "ms", Row.Better.LOWER, Figures.of(millis)),
        Row.alone(scenario, metric + "P99", "ms", Row.Better.LOWER, new Figures(p99, p99, p99)));
  }

  /** One measurement, milliseconds until the cases are visible. */
  private record Unlock(double fromVerified, double fromProofs) {}

  private Unlock unlock(Runnable meet) throws IOException, InterruptedException {
    meet.run();
    talk.await("that the question can be asked", _ -> staff.canPress("ask-disclosure"));
    staff.press("ask-disclosure");
    resident.press("wallet-this");
    String pointer = pointer(resident.walletLink());
    String authorization = UUID.randomUUID().toString();
    send(request(pointer, authorization).GET());
    CompletableFuture<Instant> laidOut =
        staff.whenLaidOut(desk -> open(desk).isPresent(), UnlockBench::showsCases);
    send(
        request(pointer + "/proofs", authorization)
            .POST(HttpRequest.BodyPublishers.ofString("{\"demoCard\":\"samira\"}")));
    Instant shown = BenchTalk.awaited("an open panel", laidOut);
    Instant handedIn = talk.stage.partners().lastDisclosure().orElseThrow();
    Instant verifiedAt = staff.verifiedAt();
    talk.hangUp();
    return new Unlock(millis(verifiedAt, shown), millis(handedIn, shown));
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static boolean showsCases(List<String> texts) {
    return texts.stream().anyMatch(text -> text.contains(A_CASE));
  }

  private static Optional<PanelState.Open> open(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(Talk.Ongoing::panel)
        .filter(PanelState.Open.class::isInstance)
        .map(PanelState.Open.class::cast);
  }

  private static String pointer(String link) {
    String json = URLDecoder.decode(link.substring(link.indexOf('#') + 1), StandardCharsets.UTF_8);
    return JsonMapper.shared().readTree(json).path("u").stringValue();
  }

  private static HttpRequest.Builder request(String address, String authorization) {
    return HttpRequest.newBuilder(URI.create(address))
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .header("X-IRMA-MinProtocolVersion", "2.8")
        .header("X-IRMA-MaxProtocolVersion", "2.8");
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    int status = wallet.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IllegalStateException("the look-alike answered " + status);
    }
  }
}
