package nl.digitalebalie.server.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.relay.RelayEvent;

/**
 * What the relay says on {@code /link/counter}. {@code seq} counts the frames of one connection
 * from 1; each is confirmed before the next is sent.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "snapshot", value = RelayToCounter.Snapshot.class),
  @Type(name = "snapshot-done", value = RelayToCounter.SnapshotDone.class),
  @Type(name = "events", value = RelayToCounter.Events.class),
  @Type(name = "alive", value = RelayToCounter.Alive.class),
  @Type(name = "callback", value = RelayToCounter.Callback.class)
})
sealed interface RelayToCounter {
  /** A dozen events fill a few kilobytes: far below the limit of a frame. */
  int MAX_EVENTS = 32;

  long seq();

  /** Part of what goes on: of each conversation how it began and the last of each kind since. */
  record Snapshot(long seq, List<RelayEvent> events) implements RelayToCounter {
    public Snapshot {
      events = checked(seq, events);
    }
  }

  /** That was everything; a conversation that was not named is over. */
  record SnapshotDone(long seq) implements RelayToCounter {
    public SnapshotDone {
      checked(seq, List.of());
    }
  }

  /** What happened since. */
  record Events(long seq, List<RelayEvent> events) implements RelayToCounter {
    public Events {
      events = checked(seq, events);
    }
  }

  /** Nothing happened, and the link is whole. */
  record Alive(long seq) implements RelayToCounter {
    public Alive {
      checked(seq, List.of());
    }
  }

  /** A resident asked to be called back; told again until it is kept or refused. */
  record Callback(long seq, CallbackRequest request) implements RelayToCounter {
    public Callback {
      checked(seq, List.of());
      Objects.requireNonNull(request);
    }
  }

  private static List<RelayEvent> checked(long seq, List<RelayEvent> events) {
    if (seq < 1 || events.size() > MAX_EVENTS) {
      throw new IllegalArgumentException("a number from 1 and at most " + MAX_EVENTS + " events");
    }
    return List.copyOf(events);
  }
}
