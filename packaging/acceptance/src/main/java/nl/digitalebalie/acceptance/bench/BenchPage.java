package nl.digitalebalie.acceptance.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Files;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The browser's end: a page that hears and says lines by HTTP, so that signalling costs about a
 * millisecond.
 */
final class BenchPage implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Far more lines than a call makes; a full queue is a fault of the bench. */
  private static final int MAX_LINES = 1_000;

  private static final long POLL_SECONDS = 10;

  private final Files files =
      Files.of("/nl/digitalebalie/acceptance/bench/", "index.html", "bench.js");
  private final BlockingQueue<JsonNode> toPage = new ArrayBlockingQueue<>(MAX_LINES);
  private final BlockingQueue<JsonNode> fromPage = new ArrayBlockingQueue<>(MAX_LINES);
  private final PartnerServer server = PartnerServer.start("bench-page", 0, base -> this::answer);

  URI address() {
    return URI.create(server.base() + "/index.html");
  }

  private Reply answer(Call call) {
    return switch (call.path()) {
      case "/hear" -> hear();
      case "/say" -> {
        fromPage.add(JSON.readTree(call.body().text()));
        yield Reply.empty(204);
      }
      default -> files.find(call.path().substring(1)).orElseGet(() -> Reply.empty(404));
    };
  }

  private Reply hear() {
    List<JsonNode> lines = new ArrayList<>();
    try {
      Optional.ofNullable(toPage.poll(POLL_SECONDS, TimeUnit.SECONDS)).ifPresent(lines::add);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    toPage.drainTo(lines);
    ArrayNode answer = JSON.createArrayNode();
    lines.forEach(answer::add);
    return Reply.json(200, answer);
  }

  void tell(ObjectNode line) {
    toPage.add(line);
  }

  Optional<JsonNode> next(long millis) throws InterruptedException {
    return Optional.ofNullable(fromPage.poll(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    server.close();
  }
}
