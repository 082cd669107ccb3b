package nl.digitalebalie.acceptance.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call between an endpoint and the page: carries their lines to each other and notes the times.
 */
final class MeasuredCall {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long TICK_MILLIS = 1;

  private final EndpointProcess endpoint;
  private final BenchPage page;
  private final int number;
  private long acceptedAtMs;
  private OptionalLong staffPictureAtMs = OptionalLong.empty();
  private OptionalLong residentPictureAtMs = OptionalLong.empty();
  private Optional<JsonNode> staffStats = Optional.empty();
  private Optional<JsonNode> residentStats = Optional.empty();

  MeasuredCall(EndpointProcess endpoint, BenchPage page, int number) {
    this.endpoint = endpoint;
    this.page = page;
    this.number = number;
  }

  record FirstFrames(double staffMs, double residentMs) {}

  /** The size of the picture that one side decodes. */
  record Size(int width, int height) {
    static Size of(JsonNode stats) {
      return new Size(stats.path("width").intValue(), stats.path("height").intValue());
    }

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  record Counters(
      long staffFrames,
      long residentFrames,
      long staffFreezes,
      long residentFreezes,
      Size staffSize,
      Size residentSize) {}

  /** Calls and waits for the first picture on both sides. */
  FirstFrames connect() throws InterruptedException {
    page.tell(JSON.createObjectNode().put("is", "begin").put("call", number));
    acceptedAtMs = System.currentTimeMillis();
    endpoint.tell(JSON.createObjectNode().put("do", "connect").put("epoch", number));
    carryUntil(
        () -> staffPictureAtMs.isPresent() && residentPictureAtMs.isPresent(),
        "a first picture on both sides");
    return new FirstFrames(
        staffPictureAtMs.orElseThrow() - acceptedAtMs,
        residentPictureAtMs.orElseThrow() - acceptedAtMs);
  }

  Counters counters() throws InterruptedException {
    staffStats = Optional.empty();
    residentStats = Optional.empty();
    endpoint.tell("stats");
    page.tell(JSON.createObjectNode().put("is", "stats"));
    carryUntil(
        () -> staffStats.isPresent() && residentStats.isPresent(), "statistics of both sides");
    JsonNode staff = staffStats.orElseThrow();
    JsonNode resident = residentStats.orElseThrow();
    return new Counters(
        staff.path("framesDecoded").longValue(),
        resident.path("framesDecoded").longValue(),
        staff.path("freezes").longValue(),
        resident.path("freezes").longValue(),
        Size.of(staff),
        Size.of(resident));
  }

  /** Lets the call go on; late candidates are still carried. */
  void go(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      carry();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  void hangUp() throws InterruptedException {
    page.tell(JSON.createObjectNode().put("is", "hang-up"));
    over = false;
    endpoint.tell("hang-up");
    carryUntil(() -> over, "the end of the call");
  }

  private boolean over;

  private interface Condition {
    boolean holds();
  }

  private void carryUntil(Condition condition, String what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      carry();
      if (System.nanoTime() > end || !endpoint.alive()) {
        throw new IllegalStateException("the call did not get to " + what);
      }
    }
  }

  private void carry() throws InterruptedException {
    for (Optional<JsonNode> line = endpoint.next(TICK_MILLIS);
        line.isPresent();
        line = endpoint.next(0)) {
      fromEndpoint((ObjectNode) line.get());
    }
    for (Optional<JsonNode> line = page.next(TICK_MILLIS); line.isPresent(); line = page.next(0)) {
      fromPage((ObjectNode) line.get());
    }
  }

  private void fromEndpoint(ObjectNode line) {
    switch (line.path("is").asString("")) {
      case "offer", "candidate" -> page.tell(line);
      case "first-picture" -> staffPictureAtMs = OptionalLong.of(line.path("atMs").longValue());
      case "stats" -> staffStats = Optional.of(line);
      case "over" -> over = true;
      case "fault" ->
          throw new IllegalStateException("endpoint: " + line.path("text").asString(""));
      default -> throw new IllegalStateException("unknown line " + line.path("is"));
    }
  }

  private void fromPage(ObjectNode line) {
    if (line.path("call").asInt(0) != number) {
      return; // an echo of the call before
    }
    switch (line.path("is").asString("")) {
      case "answer", "candidate" -> endpoint.tell(line.put("do", line.path("is").stringValue()));
      case "first-picture" -> residentPictureAtMs = OptionalLong.of(line.path("atMs").longValue());
      case "stats" -> residentStats = Optional.of(line);
      case "fault" -> throw new IllegalStateException("page: " + line.path("text").asString(""));
      default -> throw new IllegalStateException("unknown line " + line.path("is"));
    }
  }
}
