package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;

/**
 * What is fixed when a link is redeemed and stays so until the conversation is forgotten.
 *
 * @param reference short, for people to keep and read out; opens nothing
 * @param feedbackTicket opens the feedback question once; random, made beforehand because the state
 *     machine rolls no dice
 */
record Facts(
    ConversationId id,
    MunicipalityId municipality,
    TopicId topic,
    Optional<Instant> appointmentAt,
    Instant createdAt,
    String reference,
    String feedbackTicket,
    Terms terms) {

  @Override
  public String toString() {
    return "Facts[" + id + "]";
  }
}
