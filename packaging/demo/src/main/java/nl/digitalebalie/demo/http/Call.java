package nl.digitalebalie.demo.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as a value. Header names are lower case; {@code path} is decoded and has no
 * query.
 */
public record Call(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Body body) {

  public Call {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The first value of a query parameter. */
  public Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** The media type without its parameters, in lower case; empty text when there is none. */
  public String mediaType() {
    String type = header("content-type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** The body's bytes; a record of its own because arrays have no value semantics. */
  public static final class Body {
    public static final Body EMPTY = new Body(new byte[0]);
    private final byte[] bytes;

    public Body(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    int length() {
      return bytes.length;
    }
  }
}
