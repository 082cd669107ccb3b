package nl.digitalebalie.server.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** JSON bodies of what we ask of others. */
public final class JsonRequest {
  private static final MediaType TYPE = MediaType.get("application/json");

  private JsonRequest() {}

  /** Of a request that may be sent again. */
  public static RequestBody of(Object body) {
    return RequestBody.create(bytes(body), TYPE);
  }

  /** Of one that must not: OkHttp repeats it on a connection that broke unless the body says no. */
  public static RequestBody once(Object body) {
    return new Once(bytes(body));
  }

  private static byte[] bytes(Object body) {
    return GuardedHttp.JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
  }

  private static final class Once extends RequestBody {
    private final byte[] bytes;

    Once(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public MediaType contentType() {
      return TYPE;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
