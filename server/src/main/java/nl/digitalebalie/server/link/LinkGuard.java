package nl.digitalebalie.server.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.limit.KeyedBuckets;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;
import nl.digitalebalie.server.relay.RelayEvent;

/**
 * Decides what of the relay's word reaches the counter part. The relay stands in the DMZ and may be
 * hostile: it can say only what a relay can say, once and in order; and what it no longer says is
 * taken as absence. Plain object without threads, told the time; owned by {@link LinkClient}.
 */
final class LinkGuard {
  /** As many as the relay takes itself. */
  static final int MAX_CONVERSATIONS = 20_000;

  private final Predicate<RelayEvent.Began> configured;
  private final Mirror told = new Mirror();
  private final KeyedBuckets beginnings = new KeyedBuckets(LinkLimits.BEGINNINGS);
  private Phase phase = Phase.SNAPSHOT;
  private long lastSeq;
  private int refusals;
  private Map<ConversationId, List<RelayEvent>> snapshot = new LinkedHashMap<>();

  private enum Phase {
    SNAPSHOT,
    LIVE
  }

  /** Whether the connection may go on. */
  enum Next {
    GO_ON,
    CLOSE
  }

  /** What came of one frame. */
  record Outcome(
      List<RelayEvent> passed,
      Optional<CallbackRequest> callback,
      List<LinkRefusal> refused,
      Next next) {
    Outcome {
      passed = List.copyOf(passed);
      refused = List.copyOf(refused);
    }

    Outcome(List<RelayEvent> passed, List<LinkRefusal> refused, Next next) {
      this(passed, Optional.empty(), refused, next);
    }
  }

  /**
   * @param configured whether this staff member may talk about this topic of this municipality
   */
  LinkGuard(Predicate<RelayEvent.Began> configured) {
    this.configured = configured;
  }

  /** A new connection: numbers and the snapshot begin anew. */
  void connected() {
    phase = Phase.SNAPSHOT;
    lastSeq = 0;
    refusals = 0;
    snapshot = new LinkedHashMap<>();
  }

  boolean synced() {
    return phase == Phase.LIVE;
  }

  /** Nobody says any more who is there: everybody is away until it is said again. */
  List<RelayEvent> lost() {
    List<RelayEvent> absences = new ArrayList<>();
    for (ConversationId conversation : told.conversations()) {
      // The staff side first: of two absences of the same length the connection gives the reason.
      absences.add(new RelayEvent.StaffPresenceChanged(conversation, Presence.AWAY));
      absences.add(new RelayEvent.ResidentPresenceChanged(conversation, Presence.AWAY));
    }
    absences.forEach(told::apply);
    phase = Phase.SNAPSHOT;
    return absences;
  }

  Outcome on(RelayToCounter frame, Instant now) {
    if (frame.seq() != lastSeq + 1) {
      return new Outcome(
          List.of(),
          List.of(
              frame.seq() <= lastSeq ? LinkRefusal.REPLAYED_FRAME : LinkRefusal.FRAME_OUT_OF_ORDER),
          Next.CLOSE);
    }
    lastSeq = frame.seq();
    Turn turn = new Turn(now);
    switch (frame) {
      case RelayToCounter.Snapshot part -> {
        if (inPhase(turn, Phase.SNAPSHOT)) {
          part.events().forEach(event -> collect(turn, event));
        }
      }
      case RelayToCounter.SnapshotDone done -> {
        if (inPhase(turn, Phase.SNAPSHOT)) {
          takeSnapshot(turn);
          phase = Phase.LIVE;
        }
      }
      case RelayToCounter.Events events -> {
        if (inPhase(turn, Phase.LIVE)) {
          events.events().forEach(event -> live(turn, event));
        }
      }
      case RelayToCounter.Alive alive -> {}
      case RelayToCounter.Callback(long _, CallbackRequest request) -> {
        if (inPhase(turn, Phase.LIVE)) {
          turn.callback = Optional.of(request);
        }
      }
    }
    refusals += turn.refused.size();
    return new Outcome(
        turn.passed,
        turn.callback,
        turn.refused,
        refusals >= LinkLimits.MAX_REFUSALS ? Next.CLOSE : Next.GO_ON);
  }

  private boolean inPhase(Turn turn, Phase expected) {
    if (phase != expected) {
      turn.refuse(LinkRefusal.FRAME_OUT_OF_ORDER);
    }
    return phase == expected;
  }

  /** One frame while it is looked at. */
  private final class Turn {
    private final Instant now;
    private final List<RelayEvent> passed = new ArrayList<>();
    private final List<LinkRefusal> refused = new ArrayList<>();
    private Optional<CallbackRequest> callback = Optional.empty();

    Turn(Instant now) {
      this.now = now;
    }

    void pass(RelayEvent event) {
      told.apply(event);
      passed.add(event);
    }

    void refuse(LinkRefusal why) {
      refused.add(why);
    }
  }

  // Events as they happen

  private void live(Turn turn, RelayEvent event) {
    if (event instanceof RelayEvent.Began began) {
      begin(turn, began);
    } else if (event instanceof RelayEvent.Ended && told.ended(event.conversation())) {
      return; // it gave way to the next conversation of this staff member
    } else if (!told.goesOn(event.conversation())) {
      turn.refuse(LinkRefusal.UNKNOWN_CONVERSATION);
    } else {
      faultOf(event, lastEpoch(event.conversation()) + 1)
          .ifPresentOrElse(turn::refuse, () -> turn.pass(event));
    }
  }

  private void begin(Turn turn, RelayEvent.Began began) {
    if (told.goesOn(began.conversation())) {
      turn.refuse(LinkRefusal.BEGAN_TWICE);
    } else if (told.ended(began.conversation())) {
      turn.refuse(LinkRefusal.BEGAN_AFTER_ITS_END);
    } else if (told.size() >= MAX_CONVERSATIONS) {
      turn.refuse(LinkRefusal.TOO_MANY_CONVERSATIONS);
    } else if (!configured.test(began)) {
      turn.refuse(LinkRefusal.UNKNOWN_STAFF_OR_TOPIC);
    } else if (PublicPoint.parse(began.residentKey()).isEmpty()) {
      turn.refuse(LinkRefusal.UNUSABLE_KEY);
    } else if (beginnings.take(began.staff().value(), turn.now) == Verdict.TOO_MANY) {
      turn.refuse(LinkRefusal.TOO_MANY_BEGINNINGS);
    } else {
      giveWay(turn, began);
      turn.pass(began);
    }
  }

  /**
   * A staff member is in one conversation at a time: news of their connection must reach the one
   * whose panel is open.
   */
  private void giveWay(Turn turn, RelayEvent.Began next) {
    told.of(next.staff())
        .ifPresent(before -> turn.pass(new RelayEvent.Ended(before, EndReason.FAULT)));
  }

  private int lastEpoch(ConversationId conversation) {
    return told.last(conversation, RelayEvent.EpochBegan.class)
        .map(RelayEvent.EpochBegan::epoch)
        .orElse(0);
  }

  private static Optional<LinkRefusal> faultOf(RelayEvent event, int nextEpoch) {
    return switch (event) {
      case RelayEvent.Began again -> Optional.of(LinkRefusal.BEGAN_TWICE);
      case RelayEvent.EpochBegan began ->
          began.epoch() == nextEpoch
              ? Optional.empty()
              : Optional.of(LinkRefusal.EPOCH_OUT_OF_ORDER);
      case RelayEvent.ResidentSaid said ->
          travels(said.message()) ? Optional.empty() : Optional.of(LinkRefusal.FOREIGN_MESSAGE);
      case RelayEvent.KeyAnnounced announced ->
          PublicPoint.parse(announced.residentKey()).isPresent()
              ? Optional.empty()
              : Optional.of(LinkRefusal.UNUSABLE_KEY);
      case RelayEvent.ChannelChanged changed -> Optional.empty();
      case RelayEvent.ResidentPresenceChanged changed -> Optional.empty();
      case RelayEvent.StaffPresenceChanged changed -> Optional.empty();
      case RelayEvent.Ended ended -> Optional.empty();
    };
  }

  /** The counter part takes any other message as a bug of ours. */
  private static boolean travels(ResidentToRelay message) {
    return switch (message) {
      case ResidentToRelay.Heartbeat beat -> true;
      case ResidentToRelay.StartDisclosure start -> true;
      case ResidentToRelay.PairingCode code -> true;
      case ResidentToRelay.DeclineDisclosure decline -> true;
      case ResidentToRelay.AnnounceKey other -> false;
      case ResidentToRelay.Sealed other -> false;
      case ResidentToRelay.SealedResend other -> false;
      case ResidentToRelay.SwitchChannel other -> false;
      case ResidentToRelay.JoinQueue other -> false;
      case ResidentToRelay.Answer other -> false;
      case ResidentToRelay.TrickledCandidate other -> false;
      case ResidentToRelay.CandidatesDone other -> false;
      case ResidentToRelay.WantNewConnection other -> false;
      case ResidentToRelay.MediaStateChanged other -> false;
      case ResidentToRelay.Leave other -> false;
    };
  }

  // Snapshots

  private void collect(Turn turn, RelayEvent event) {
    if (event instanceof RelayEvent.Ended ended) {
      if (told.goesOn(ended.conversation())) {
        turn.pass(ended); // it ended while nobody could say so
      }
    } else if (event instanceof RelayEvent.Began began) {
      if (snapshot.containsKey(began.conversation())) {
        turn.refuse(LinkRefusal.BEGAN_TWICE);
      } else if (snapshot.size() >= MAX_CONVERSATIONS) {
        turn.refuse(LinkRefusal.TOO_MANY_CONVERSATIONS);
      } else {
        snapshot.put(began.conversation(), new ArrayList<>(List.of(began)));
      }
    } else if (!snapshot.containsKey(event.conversation())) {
      turn.refuse(LinkRefusal.UNKNOWN_CONVERSATION);
    } else if (event instanceof RelayEvent.ResidentSaid
        || snapshot.get(event.conversation()).stream()
            .anyMatch(before -> before.getClass() == event.getClass())) {
      turn.refuse(LinkRefusal.FOREIGN_MESSAGE);
    } else {
      snapshot.get(event.conversation()).add(event);
    }
  }

  private void takeSnapshot(Turn turn) {
    for (ConversationId conversation : told.conversations()) {
      if (!snapshot.containsKey(conversation)) {
        turn.pass(new RelayEvent.Ended(conversation, EndReason.FAULT));
      }
    }
    snapshot.forEach((conversation, events) -> take(turn, conversation, events));
    snapshot = new LinkedHashMap<>();
  }

  private void take(Turn turn, ConversationId conversation, List<RelayEvent> events) {
    RelayEvent.Began began = (RelayEvent.Began) events.getFirst();
    Optional<RelayEvent.Began> before = told.last(conversation, RelayEvent.Began.class);
    if (before.isEmpty()) {
      begin(turn, began);
    } else if (!sameTalk(before.get(), began)) {
      turn.refuse(LinkRefusal.CHANGED_CONVERSATION);
      turn.pass(new RelayEvent.Ended(conversation, EndReason.FAULT));
    }
    if (told.goesOn(conversation)) {
      keyAndChannel(turn, conversation, events);
      events.stream().skip(1).forEach(event -> catchUp(turn, event));
    }
  }

  /**
   * The key and the channel of now, and not how they came to be: a relay that started anew begins
   * with them, and a key of before that is told again would drop the identity.
   */
  private void keyAndChannel(Turn turn, ConversationId conversation, List<RelayEvent> events) {
    Mirror now = new Mirror();
    events.forEach(now::apply);
    now.residentKey(conversation)
        .filter(key -> usable(turn, key))
        .filter(key -> !told.residentKey(conversation).equals(Optional.of(key)))
        .ifPresent(key -> turn.pass(new RelayEvent.KeyAnnounced(conversation, key)));
    now.channel(conversation)
        .filter(channel -> !told.channel(conversation).equals(Optional.of(channel)))
        .ifPresent(channel -> turn.pass(new RelayEvent.ChannelChanged(conversation, channel)));
  }

  private static boolean usable(Turn turn, String key) {
    boolean point = PublicPoint.parse(key).isPresent();
    if (!point) {
      turn.refuse(LinkRefusal.UNUSABLE_KEY);
    }
    return point;
  }

  /** A relay that started anew tells another time, and nothing else. */
  private static boolean sameTalk(RelayEvent.Began one, RelayEvent.Began other) {
    return one.municipality().equals(other.municipality())
        && one.topic().equals(other.topic())
        && one.staff().equals(other.staff());
  }

  /** Only what is new: an epoch that is told again would count as another connection. */
  private void catchUp(Turn turn, RelayEvent event) {
    if (event instanceof RelayEvent.KeyAnnounced
        || event instanceof RelayEvent.ChannelChanged
        || told.last(event.conversation(), event.getClass()).filter(event::equals).isPresent()) {
      return;
    }
    int epoch = event instanceof RelayEvent.EpochBegan began ? began.epoch() : 0;
    if (event instanceof RelayEvent.EpochBegan && epoch <= lastEpoch(event.conversation())) {
      turn.refuse(LinkRefusal.EPOCH_OUT_OF_ORDER);
    } else {
      turn.pass(event);
    }
  }
}
