package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.http.SocketEndpoint.Weight;
import org.junit.jupiter.api.Test;

class CounterEndpointTest {
  private static final WireCodec<StaffToCounter> CODEC =
      WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);
  private static final ConversationId CONVERSATION = new ConversationId("conversation-000001");

  private static Weight weight(StaffToCounter message) {
    return Wiring.CounterEndpoint.weight(CODEC.encode(message));
  }

  @Test
  void a_large_document_does_not_use_up_what_a_client_may_say() {
    assertEquals(
        Weight.BULK, weight(new StaffToCounter.DocumentReceived(CONVERSATION, 12_345, 533)));
    assertEquals(Weight.SIGNAL, weight(new StaffToCounter.OpenDocument(CONVERSATION, 1, "case-1")));
    assertEquals(
        Weight.SIGNAL,
        Wiring.CounterEndpoint.weight(
            "{\"v\":1,\"type\":\"document-received\"" + " ".repeat(10_000)));
  }
}
