package nl.digitalebalie.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resident's page: every file is read once at start and looked up by its exact path, so a
 * request can name nothing outside (hardening row 9).
 */
public final class StaticSite {
  /** The built page takes below 2 MB. */
  private static final long MAX_TOTAL_BYTES = 64L * 1024 * 1024;

  private static final int MAX_FILES = 2_000;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Map<String, Page> pages;

  /** One file with its validator (RFC 9110 8.8.3). */
  record Page(byte[] body, String contentType, String entityTag, String cacheControl) {}

  private StaticSite(Map<String, Page> pages) {
    this.pages = Map.copyOf(pages);
  }

  /** A site without files: every page is 404. */
  public static StaticSite empty() {
    return new StaticSite(Map.of());
  }

  public static StaticSite ofFolder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return new StaticSite(read(folder, walk.filter(Files::isRegularFile).toList()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The folder {@code web/} of the class path, as the packaged server has it. */
  public static StaticSite ofClassPath() {
    URL index = StaticSite.class.getClassLoader().getResource("web/index.html");
    if (index == null) {
      return empty();
    }
    try {
      URI uri = index.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return ofFolder(Path.of(uri).resolveSibling(""));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return ofFolder(jar.getPath("web"));
      }
    } catch (URISyntaxException | IOException failed) {
      throw new IllegalStateException("the page on the class path cannot be read", failed);
    }
  }

  private static Map<String, Page> read(Path folder, List<Path> files) throws IOException {
    if (files.size() > MAX_FILES) {
      throw new IOException("the folder of the page holds more than " + MAX_FILES + " files");
    }
    Map<String, Page> pages = new HashMap<>();
    long total = 0;
    for (Path file : files) {
      byte[] body = Files.readAllBytes(file);
      total += body.length;
      if (total > MAX_TOTAL_BYTES) {
        throw new IOException("the folder of the page is larger than " + MAX_TOTAL_BYTES);
      }
      String path = "/" + folder.relativize(file).toString().replace('\\', '/');
      pages.put(path, new Page(body, typeOf(path), tagOf(body), cacheOf(path)));
    }
    return pages;
  }

  /** Vite names the files under assets by their content, so they never change. */
  private static String cacheOf(String path) {
    return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  }

  private static String typeOf(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  private static String tagOf(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  /** Writes every file, for another web server. */
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      Path file = folder.resolve(page.getKey().substring(1));
      Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(folder));
      Files.write(file, page.getValue().body());
    }
  }

  public boolean isEmpty() {
    return pages.isEmpty();
  }

  /** The links that people get all show the one page, which looks at its own address. */
  Optional<Page> at(String path) {
    boolean link = path.equals("/") || path.equals("/u") || path.startsWith("/m/");
    return Optional.ofNullable(pages.get(link ? "/index.html" : path));
  }
}
