package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import nl.digitalebalie.server.audit.AuditEvent;

/**
 * Counts what happened, by kind and reason code; no person and no conversation is in it.
 * Thread-safe because every conversation counts here.
 */
public final class CounterFigures {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Such as {@code disclosure-rejected/ALREADY_USED}, sorted by name. */
  public Map<String, Long> counts() {
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().sum(), (a, b) -> a, TreeMap::new));
  }

  void count(AuditEvent event) {
    count(
        switch (event) {
          case AuditEvent.DisclosureRejected(var disclosure, var reason) ->
              event.kind() + "/" + reason.name();
          case AuditEvent.Denied(String what, String reason) -> event.kind() + "/" + reason;
          case AuditEvent.GateRelocked(String reason) -> event.kind() + "/" + reason;
          case AuditEvent.CodeChecked(var binding, var medium, var result) ->
              event.kind() + "/" + medium.name() + "/" + result.name();
          case AuditEvent.ChannelChanged(var channel) -> event.kind() + "/" + channel.name();
          case AuditEvent.ChannelBound bound -> event.kind();
          case AuditEvent.ChannelUnbound unbound -> event.kind();
          case AuditEvent.ConversationBegan began -> event.kind();
          case AuditEvent.ConversationEnded ended -> event.kind();
          case AuditEvent.DisclosureAsked asked -> event.kind();
          case AuditEvent.DisclosureStarted started -> event.kind();
          case AuditEvent.DisclosureVerified verified -> event.kind();
          case AuditEvent.GateOpened opened -> event.kind();
          case AuditEvent.GateExtended extended -> event.kind();
          case AuditEvent.ContactRegistered registered -> event.kind();
          case AuditEvent.DocumentOpened opened -> event.kind();
          case AuditEvent.DocumentShown shown -> event.kind();
          case AuditEvent.NotesRead read -> event.kind();
          case AuditEvent.NoteAdded added -> event.kind();
          case AuditEvent.RetentionApplied applied -> event.kind();
          case AuditEvent.SubjectAnswered answered -> event.kind();
          case AuditEvent.CallbackPromised promised -> event.kind();
          case AuditEvent.CallbackTaken taken -> event.kind();
          case AuditEvent.CallbackFinished(var result) -> event.kind() + "/" + result.name();
        });
  }

  /** From the verified identity to the panel on its way, case system included. */
  void verifiedToOpened(Duration took) {
    count("verified-to-opened");
    counts
        .computeIfAbsent("verified-to-opened-ms-sum", name -> new LongAdder())
        .add(took.toMillis());
  }

  void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }
}
