package nl.digitalebalie.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket of the JDK that keeps what arrives. */
final class TestSocket implements WebSocket.Listener {
  /** Far above any answer on loopback; only a hang reaches it. */
  /** Instead of a close code: the connection ended without one. */
  static final int BROKEN = -1;

  private static final int PATIENCE_SECONDS = 30;

  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  static TestSocket open(
      HttpClient http, String address, Function<WebSocket.Builder, WebSocket.Builder> headers) {
    TestSocket opened = new TestSocket();
    opened.socket =
        headers.apply(http.newWebSocketBuilder()).buildAsync(URI.create(address), opened).join();
    return opened;
  }

  /** How an upgrade was refused: the status, and the stable code in the body. */
  record Refusal(int status, String code) {}

  /** Tries an upgrade that must be refused. */
  static Refusal refusal(
      HttpClient http, String address, Function<WebSocket.Builder, WebSocket.Builder> headers) {
    try {
      headers
          .apply(http.newWebSocketBuilder())
          .buildAsync(URI.create(address), new TestSocket())
          .join();
      throw new AssertionError("the upgrade was not refused");
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return new Refusal(
            handshake.getResponse().statusCode(),
            JsonMapper.shared()
                .readTree(String.valueOf(handshake.getResponse().body()))
                .path("code")
                .asString("no code"));
      }
      throw refused;
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(JsonMapper.shared().readTree(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(BROKEN);
  }

  WebSocket raw() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  TestSocket say(String type, String fields) {
    return text(
        "{\"v\":1,\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
  }

  TestSocket text(String frame) {
    raw().sendText(frame, true).join();
    return this;
  }

  /** The next frame of this type; frames of other types before it are passed over. */
  JsonNode next(String type) {
    try {
      while (true) {
        JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
          throw new AssertionError("no " + type + " arrived");
        }
        if (frame.get("type").asString().equals(type)) {
          return frame;
        }
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  String refused() {
    return next("refused").get("code").asString();
  }

  int closeCode() {
    try {
      return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception none) {
      throw new AssertionError("the socket was not closed", none);
    }
  }

  void drop() {
    raw().abort();
  }
}
