package nl.digitalebalie.acceptance.bench.endpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line, both ways; what a library prints goes to standard error instead. */
final class Lines {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final PrintStream out;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Lines(PrintStream out) {
    this.out = out;
  }

  static Lines takeOver() {
    Lines lines = new Lines(System.out);
    System.setOut(System.err);
    return lines;
  }

  static ObjectNode line(String is) {
    return JSON.createObjectNode().put("is", is);
  }

  void say(JsonNode line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  /** The next line from the parent; empty when the parent has gone. */
  Optional<JsonNode> next() throws IOException {
    String line = in.readLine();
    return line == null ? Optional.empty() : Optional.of(JSON.readTree(line));
  }
}
