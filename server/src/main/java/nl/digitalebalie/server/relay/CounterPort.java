package nl.digitalebalie.server.relay;

/** How the relay tells the counter part what happened. */
public interface CounterPort {
  /** Takes one event. Never blocks: the implementation has a mailbox of its own. */
  void on(RelayEvent event);
}
