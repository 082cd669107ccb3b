package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One conversation from the redeemed link to its end, as the relay sees it: who is connected, who
 * waits, which epoch is on. A pure state machine; the same event in the same state at the same time
 * always gives the same step.
 */
sealed interface Conversation permits Arrived, Waiting, InCall, Over {
  Facts facts();

  Step on(ConversationEvent event, Instant now);

  /** When {@link ConversationEvent.Woke} is due if nothing else happens. */
  Optional<Instant> wakeAt();

  /** The state after an event and what must be done, in order. */
  record Step(Conversation next, List<ConversationEffect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }
}
