package nl.digitalebalie.demo.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Static files from the class path, by a fixed list, so that no path can wander. */
public final class Files {
  /** No inline script or style, nothing from elsewhere; the page talks to its own server only. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  private final Map<String, Reply> replies;

  private Files(Map<String, Reply> replies) {
    this.replies = replies;
  }

  /**
   * Reads the files once.
   *
   * @param folder on the class path, with a slash at its end
   * @param names the files that may be asked for
   */
  public static Files of(String folder, String... names) {
    Map<String, Reply> replies = new HashMap<>();
    for (String name : names) {
      replies.put(name, read(folder + name));
    }
    return new Files(Map.copyOf(replies));
  }

  private static Reply read(String path) {
    try (InputStream in = Files.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the build");
      }
      String type =
          MEDIA_TYPES.getOrDefault(
              path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
      return Reply.bytes(200, type, in.readAllBytes())
          .with("Content-Security-Policy", POLICY)
          .with("X-Content-Type-Options", "nosniff")
          .with("Referrer-Policy", "no-referrer")
          .with("Cache-Control", "no-store");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Optional<Reply> find(String name) {
    return Optional.ofNullable(replies.get(name));
  }
}
