package nl.digitalebalie.server.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.server.relay.RelayEvent;

/**
 * What is known of each conversation that goes on: how it began and the last event of each kind, in
 * the order in which they happened. Owned by one end of the link.
 */
final class Mirror {
  /** Enough for all that ends while a link is down for some minutes. */
  static final int MAX_ENDS = 512;

  private final Map<ConversationId, Map<Class<?>, RelayEvent>> goingOn = new LinkedHashMap<>();
  private final Deque<RelayEvent.Ended> ends = new ArrayDeque<>();

  void apply(RelayEvent event) {
    switch (event) {
      case RelayEvent.Began began -> begin(began);
      case RelayEvent.KeyAnnounced key -> keep(key);
      case RelayEvent.ChannelChanged channel -> keep(channel);
      case RelayEvent.EpochBegan epoch -> keep(epoch);
      case RelayEvent.ResidentPresenceChanged presence -> keep(presence);
      case RelayEvent.StaffPresenceChanged presence -> keep(presence);
      case RelayEvent.ResidentSaid said -> {} // a question that was not answered is asked again
      case RelayEvent.Ended ended -> end(ended);
    }
  }

  private void begin(RelayEvent.Began began) {
    goingOn.put(began.conversation(), new LinkedHashMap<>());
    keep(began);
    keep(new RelayEvent.ResidentPresenceChanged(began.conversation(), Presence.HERE));
    keep(new RelayEvent.StaffPresenceChanged(began.conversation(), Presence.HERE));
  }

  private void keep(RelayEvent event) {
    Map<Class<?>, RelayEvent> last = goingOn.get(event.conversation());
    if (last != null) {
      last.remove(event.getClass()); // so that it moves to the end
      last.put(event.getClass(), event);
    }
  }

  private void end(RelayEvent.Ended ended) {
    if (goingOn.remove(ended.conversation()) != null) {
      ends.addLast(ended);
      if (ends.size() > MAX_ENDS) {
        ends.removeFirst();
      }
    }
  }

  Set<ConversationId> conversations() {
    return Set.copyOf(goingOn.keySet());
  }

  boolean goesOn(ConversationId conversation) {
    return goingOn.containsKey(conversation);
  }

  boolean ended(ConversationId conversation) {
    return ends.stream().anyMatch(end -> end.conversation().equals(conversation));
  }

  /** The conversation that this staff member is in. */
  Optional<ConversationId> of(StaffId staff) {
    return goingOn.keySet().stream()
        .filter(id ->
            last(id, RelayEvent.Began.class)
                .filter(began -> began.staff().equals(staff))
                .isPresent())
        .findFirst();
  }

  int size() {
    return goingOn.size();
  }

  <E extends RelayEvent> Optional<E> last(ConversationId conversation, Class<E> kind) {
    return Optional.ofNullable(goingOn.get(conversation))
        .flatMap(last -> Optional.ofNullable(last.get(kind)))
        .map(kind::cast);
  }

  /** The resident's key as it was told last. */
  Optional<String> residentKey(ConversationId conversation) {
    return last(conversation, RelayEvent.KeyAnnounced.class)
        .map(RelayEvent.KeyAnnounced::residentKey)
        .or(() -> last(conversation, RelayEvent.Began.class).map(RelayEvent.Began::residentKey));
  }

  /** How the two talk, as it was told last. */
  Optional<Channel> channel(ConversationId conversation) {
    return last(conversation, RelayEvent.ChannelChanged.class)
        .map(RelayEvent.ChannelChanged::channel)
        .or(() -> last(conversation, RelayEvent.Began.class).map(RelayEvent.Began::channel));
  }

  /** Everything again, from nothing; ends of late included, for whoever missed them. */
  List<RelayEvent> snapshot() {
    List<RelayEvent> all = new ArrayList<>(ends);
    goingOn.values().forEach(last -> all.addAll(last.values()));
    return all;
  }
}
