package nl.digitalebalie.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;
import nl.digitalebalie.server.audit.merkle.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The witness program at another address. Its acceptance counts only with its own signature over
 * the head, so whoever answers in its place can refuse heads but not make us believe that one is
 * kept.
 */
public final class HttpWitness implements Witness {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A page of heads, and some room. */
  private static final int MAX_ANSWER = 1024 * 1024;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI base;
  private final ECPublicKey key;
  private final HttpClient http;

  /**
   * @param key what the witness countersigns with
   * @param trust whose certificates are believed; whom Java trusts when empty
   */
  public HttpWitness(URI base, ECPublicKey key, Optional<SSLContext> trust) {
    this.base = base;
    this.key = key;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  @Override
  public Answer submit(String head, ConsistencyProof proof) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("head", head)
            .put("oldSize", proof.oldSize())
            .put("newSize", proof.newSize());
    ArrayNode path = body.putArray("path");
    proof.path().stream().map(Hash::text).forEach(path::add);
    try {
      HttpResponse<byte[]> response =
          send(
              HttpRequest.newBuilder(URI.create(base + WitnessRoutes.HEADS))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
      return answer(head, response.statusCode(), json(response.body()));
    } catch (IOException unreachable) {
      return new Answer.Unreachable("WITNESS_UNREACHABLE");
    }
  }

  private Answer answer(String head, int status, JsonNode json) {
    switch (status) {
      case 200 -> {
        String signed = json.path("countersignature").asString("");
        return Countersignature.holds(key, head, signed)
            ? new Answer.Accepted(Optional.of(signed))
            : new Answer.Unreachable("WITNESS_SIGNATURE");
      }
      case 409 -> {
        JsonNode size = json.path("size");
        return size.canConvertToLong() && size.longValue() >= 0
            ? new Answer.StartsAt(size.longValue())
            : new Answer.Unreachable("WITNESS_ANSWER");
      }
      case 422 -> {
        for (Reason reason : Reason.values()) {
          if (reason.name().equals(json.path("reason").asString(""))) {
            return new Answer.Refused(reason);
          }
        }
        return new Answer.Unreachable("WITNESS_ANSWER");
      }
      default -> {
        return new Answer.Unreachable("WITNESS_HTTP_" + status);
      }
    }
  }

  /**
   * The heads of a log that are larger than {@code after}, a page of them; those that the witness
   * did not sign are left out.
   *
   * @throws IOException when the witness does not answer
   */
  public List<WitnessedHead> page(String chain, long after) throws IOException {
    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(
                    URI.create(base + WitnessRoutes.HEADS + "/" + chain + "?after=" + after))
                .GET());
    if (response.statusCode() != 200) {
      throw new IOException("the witness answers " + response.statusCode());
    }
    List<WitnessedHead> heads = new ArrayList<>();
    for (JsonNode each : json(response.body()).path("heads")) {
      WitnessedHead head = WitnessedHead.of(each);
      if (!head.countersignature()
          .filter(signed -> Countersignature.holds(key, head.head(), signed))
          .isPresent()) {
        throw new IOException("the witness tells a head that it did not sign");
      }
      heads.add(head);
    }
    return heads;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(
          request.timeout(PATIENCE).build(),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopping);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException notJson) {
      return JSON.createObjectNode();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
