package nl.digitalebalie.server.callback;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.CallbackWish;

/** A resident asked on the page to be called back. Nobody proved who they are. */
public record CallbackRequest(
    CallbackId id, MunicipalityId municipality, TopicId topic, CallbackWish wish, Instant askedAt) {
  public CallbackRequest {
    Objects.requireNonNull(id);
    Objects.requireNonNull(municipality);
    Objects.requireNonNull(topic);
    Objects.requireNonNull(wish);
    Objects.requireNonNull(askedAt);
  }

  @Override
  public String toString() {
    return "CallbackRequest[" + id + "]";
  }
}
