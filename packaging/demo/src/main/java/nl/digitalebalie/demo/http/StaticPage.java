package nl.digitalebalie.demo.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The web server of a third place: serves the folder that {@code ./balie site} wrote, with the
 * headers that stand beside it. Reads everything once, so that no path can wander.
 */
public final class StaticPage implements Partner {
  private static final String INDEX = "/index.html";
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final Map<String, Reply> replies;

  private StaticPage(Map<String, Reply> replies) {
    this.replies = Map.copyOf(replies);
  }

  /**
   * Reads what was written.
   *
   * @param folder with {@code public/} and {@code headers.txt}
   * @throws IOException when it is not there
   */
  public static StaticPage of(Path folder) throws IOException {
    Map<String, String> headers = headers(folder.resolve("headers.txt"));
    Path open = folder.resolve("public");
    Map<String, Reply> replies = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(open)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> replies.put("/" + slashed(open.relativize(file)), reply(file, headers)));
    }
    return new StaticPage(replies);
  }

  private static String slashed(Path relative) {
    return relative.toString().replace('\\', '/');
  }

  private static Map<String, String> headers(Path file) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(": ");
      if (!line.startsWith("#") && colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return headers;
  }

  private static Reply reply(Path file, Map<String, String> headers) {
    String name = file.toString();
    String type = MEDIA_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), UNKNOWN);
    try {
      Reply reply = Reply.bytes(200, type, Files.readAllBytes(file));
      for (Map.Entry<String, String> header : headers.entrySet()) {
        reply = reply.with(header.getKey(), header.getValue());
      }
      return reply;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Reply answer(Call call) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      return Reply.empty(405);
    }
    String path = call.path();
    boolean link = path.equals("/") || path.equals("/u") || path.startsWith("/m/");
    return replies.getOrDefault(link ? INDEX : path, Reply.empty(404));
  }
}
