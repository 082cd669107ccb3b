package nl.digitalebalie.acceptance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code report.json}, filled step by step: when a step fails, what was measured before it is still
 * there, and what was not measured is absent rather than zero.
 */
final class Report {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode call = root.putObject("call");
  private final ObjectNode channel = root.putObject("channel");
  private final ObjectNode identity = root.putObject("identity");
  private final ObjectNode gate = root.putObject("gate");
  private final ObjectNode audit = root.putObject("audit");
  private final ArrayNode screenshots = root.putArray("screenshots");

  ObjectNode call() {
    return call;
  }

  /** Both sides of one measure of the call. */
  ObjectNode callPair(String name) {
    return call.path(name) instanceof ObjectNode known ? known : call.putObject(name);
  }

  /** The spoken code and the sealed messages. */
  ObjectNode channel() {
    return channel;
  }

  ObjectNode identity() {
    return identity;
  }

  ObjectNode gate() {
    return gate;
  }

  ObjectNode audit() {
    return audit;
  }

  /** What either page did that it must not. */
  void troubles(List<String> troubles) {
    ArrayNode list = root.putArray("troubles");
    troubles.forEach(list::add);
  }

  void screenshot(Path file) {
    screenshots.add(String.valueOf(file.getFileName()));
  }

  void failed(String step, String why) {
    root.putObject("failed").put("step", step).put("why", why);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  @Override
  public String toString() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
