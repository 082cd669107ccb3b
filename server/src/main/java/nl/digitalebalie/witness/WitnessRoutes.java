package nl.digitalebalie.witness;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;
import nl.digitalebalie.server.audit.merkle.Hash;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The witness's two resources. Heads are no secret, so anybody may read them. */
final class WitnessRoutes {
  static final String HEADS = "/witness/heads";

  private static final Logger LOG = LoggerFactory.getLogger(WitnessRoutes.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Some 150 KB. */
  private static final int PAGE_HEADS = 200;

  /** A path has one hash for each level, and one more. */
  private static final int MAX_PATH = 65;

  private final HeadBook book;

  private WitnessRoutes(HeadBook book) {
    this.book = book;
  }

  static List<Route> of(HeadBook book) {
    WitnessRoutes routes = new WitnessRoutes(book);
    return List.of(
        Route.of("POST", HEADS, routes::submit), Route.of("GET", HEADS + "/{chain}", routes::read));
  }

  /** The body of a submission. */
  record Submission(String head, long oldSize, long newSize, List<String> path) {
    Submission {
      Objects.requireNonNull(head);
      if (path.size() > MAX_PATH) {
        throw new IllegalArgumentException("no proof is as long");
      }
      path = List.copyOf(path);
    }

    ConsistencyProof proof() {
      return new ConsistencyProof(oldSize, newSize, path.stream().map(Hash::parse).toList());
    }
  }

  private HttpAnswer submit(HttpCall call) {
    Optional<Submission> submission = JsonBody.read(call, Submission.class);
    if (submission.isEmpty()) {
      return refused(Witness.Reason.MALFORMED);
    }
    ConsistencyProof proof;
    try {
      proof = submission.get().proof();
    } catch (IllegalArgumentException noHash) {
      return refused(Witness.Reason.MALFORMED);
    }
    return switch (book.submit(submission.get().head(), proof)) {
      case Witness.Answer.Accepted(Optional<String> countersignature) ->
          answer(200, JSON.createObjectNode().put("countersignature", countersignature.orElse("")));
      case Witness.Answer.StartsAt(long size) ->
          answer(409, JSON.createObjectNode().put("size", size));
      case Witness.Answer.Refused(Witness.Reason reason) -> refused(reason);
      case Witness.Answer.Unreachable(String code) -> {
        LOG.error("a head cannot be kept: {}", code);
        yield HttpAnswer.empty(503);
      }
    };
  }

  private static HttpAnswer refused(Witness.Reason reason) {
    // what the witness is for: somebody should come and look
    LOG.warn("a head was refused: {}", reason);
    return answer(422, JSON.createObjectNode().put("reason", reason.name()));
  }

  private HttpAnswer read(HttpCall call) {
    Optional<Long> after = after(call.query().getOrDefault("after", "0"));
    if (after.isEmpty()) {
      return HttpAnswer.empty(400);
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode heads = answer.putArray("heads");
    book.page(call.pathParameters().getOrDefault("chain", ""), after.get(), PAGE_HEADS)
        .forEach(head -> heads.add(head.json()));
    return answer(200, answer);
  }

  private static Optional<Long> after(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static HttpAnswer answer(int status, ObjectNode json) {
    return HttpAnswer.json(status, JSON.writeValueAsString(json));
  }
}
