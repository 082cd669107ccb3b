package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of one benchmark: a table for people, JSON for comparison over time. */
public record BenchReport(String name, List<Row> rows) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  public BenchReport {
    rows = List.copyOf(rows);
  }

  public ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("name", name);
    json.putObject("machine")
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("cpu", cpu())
        .put("jdk", Runtime.version().toString());
    ArrayNode list = json.putArray("rows");
    for (Row row : rows) {
      ObjectNode one =
          list.addObject()
              .put("scenario", row.scenario())
              .put("metric", row.metric())
              .put("unit", row.unit());
      one.set("ours", figures(row.ours()));
      row.peer().ifPresentOrElse(peer -> one.set("peer", figures(peer)), () -> one.putNull("peer"));
      row.peerName()
          .ifPresentOrElse(peer -> one.put("peerName", peer), () -> one.putNull("peerName"));
      row.ratio()
          .ifPresentOrElse(ratio -> one.put("ratio", rounded(ratio)), () -> one.putNull("ratio"));
    }
    return json;
  }

  private static ObjectNode figures(Figures figures) {
    return JSON.createObjectNode()
        .put("min", rounded(figures.min()))
        .put("median", rounded(figures.median()))
        .put("max", rounded(figures.max()));
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  public String table() {
    String line = "%-10s %-22s %-8s %28s %28s %-12s %6s%n";
    StringBuilder table = new StringBuilder();
    table.append(
        line.formatted(
            "scenario",
            "metric",
            "unit",
            "ours min / median / max",
            "peer min / median / max",
            "peer",
            "ratio"));
    for (Row row : rows) {
      table.append(
          line.formatted(
              row.scenario(),
              row.metric(),
              row.unit(),
              text(row.ours()),
              row.peer().map(BenchReport::text).orElse("-"),
              row.peerName().orElse("-"),
              row.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio)).orElse("-")));
    }
    return table.toString();
  }

  private static String text(Figures figures) {
    return String.format(
        Locale.ROOT, "%.1f / %.1f / %.1f", figures.min(), figures.median(), figures.max());
  }

  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n");
  }

  private static String cpu() {
    try {
      Optional<String> model =
          Files.readAllLines(CPU_INFO, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
      return model.orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
