package nl.digitalebalie.server.relay;

import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.RelayToResident;

/** How the counter part speaks to a resident: about disclosures and what the panel shows. */
public interface ResidentPort {
  /**
   * Passes the message on in order. A conversation that is unknown or over, or a resident who is
   * away, drops it: whoever depends on its arrival learns that from {@link
   * RelayEvent.ResidentPresenceChanged}. Never blocks.
   */
  void tell(ConversationId conversation, RelayToResident message);
}
