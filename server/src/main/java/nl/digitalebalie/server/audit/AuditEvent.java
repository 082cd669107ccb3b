package nl.digitalebalie.server.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.StaffToCounter.CallbackResult;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.subject.SubjectName;

/**
 * What a row can say. Codes, ids and hashes only; a person or an enterprise is named by {@code
 * subject}, a keyed hash whose key is destroyed when its time is over. {@code body} is what gets
 * hashed, so a field that is added changes nothing in the rows that exist.
 */
public sealed interface AuditEvent {
  /** The row's kind; stable, because reports filter by it. */
  String kind();

  /** The row's fields: strings, lists of strings, counts. */
  Map<String, Object> body();

  /**
   * What somebody wrote. It stands beside the row, where it can be destroyed; the row has a hash of
   * it ({@link Words}).
   */
  default Optional<Sensitive<String>> words() {
    return Optional.empty();
  }

  record ConversationBegan(MunicipalityId municipality, TopicId topic, Channel channel)
      implements AuditEvent {
    @Override
    public String kind() {
      return "conversation-began";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of(
          "municipality", municipality.value(), "topic", topic.value(), "channel", channel.name());
    }
  }

  record ConversationEnded(EndReason reason) implements AuditEvent {
    @Override
    public String kind() {
      return "conversation-ended";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("reason", reason.name());
    }
  }

  /** Both keys of a conversation are known; {@code bindingHash} is SHA-256 of {@code b}. */
  record ChannelBound(String bindingHash) implements AuditEvent {
    @Override
    public String kind() {
      return "channel-bound";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("bindingHash", bindingHash);
    }
  }

  /** One of the two has another key: identity and code under this {@code b} count no more. */
  record ChannelUnbound(String bindingHash) implements AuditEvent {
    @Override
    public String kind() {
      return "channel-unbound";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("bindingHash", bindingHash);
    }
  }

  /** The two go on by video, chat or telephone. */
  record ChannelChanged(Channel channel) implements AuditEvent {
    @Override
    public String kind() {
      return "channel-changed";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("channel", channel.name());
    }
  }

  /** What came of the spoken code, by which medium. */
  record CodeChecked(String bindingHash, Channel medium, CodeResult result) implements AuditEvent {
    @Override
    public String kind() {
      return "code-checked";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("bindingHash", bindingHash, "medium", medium.name(), "result", result.name());
    }
  }

  record DisclosureAsked(DisclosureId disclosure, PurposeId purpose, String policyHash)
      implements AuditEvent {
    @Override
    public String kind() {
      return "disclosure-asked";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of(
          "disclosure", disclosure.value(), "purpose", purpose.value(), "policyHash", policyHash);
    }
  }

  record DisclosureStarted(DisclosureId disclosure, WalletDevice device, String sessionTokenHash)
      implements AuditEvent {
    @Override
    public String kind() {
      return "disclosure-started";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of(
          "disclosure",
          disclosure.value(),
          "device",
          device.name(),
          "sessionTokenHash",
          sessionTokenHash);
    }
  }

  record DisclosureRejected(DisclosureId disclosure, Rejection reason) implements AuditEvent {
    @Override
    public String kind() {
      return "disclosure-rejected";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("disclosure", disclosure.value(), "reason", reason.name());
    }
  }

  /** {@code subject} is absent where the purpose asks no number of a person or an enterprise. */
  record DisclosureVerified(
      DisclosureId disclosure,
      PurposeId purpose,
      AssuranceLevel level,
      ChannelAssurance channel,
      DiscloserAssurance discloser,
      Optional<SubjectName> subject,
      String evidenceHash,
      String policyHash)
      implements AuditEvent {
    @Override
    public String kind() {
      return "disclosure-verified";
    }

    @Override
    public Map<String, Object> body() {
      Map<String, Object> body = new TreeMap<>();
      body.put("disclosure", disclosure.value());
      body.put("purpose", purpose.value());
      body.put("level", level.name());
      body.put("channel", channel.name());
      body.put("discloser", discloser.name());
      subject.ifPresent(name -> name.into(body));
      body.put("evidenceHash", evidenceHash);
      body.put("policyHash", policyHash);
      return body;
    }
  }

  /**
   * Durable before any case is fetched. {@code categories} are the policy's case types, {@code
   * role} is what the resident read of the staff member.
   */
  record GateOpened(
      PurposeId purpose,
      List<String> categories,
      NotesShown notes,
      Optional<SubjectName> subject,
      ChannelAssurance channel,
      String bindingHash,
      String evidenceHash,
      String policyHash,
      Instant until,
      String role)
      implements AuditEvent {
    @Override
    public String kind() {
      return "gate-opened";
    }

    @Override
    public Map<String, Object> body() {
      Map<String, Object> body = new TreeMap<>();
      body.put("purpose", purpose.value());
      body.put("categories", new ArrayList<>(categories));
      body.put("notes", notes.name());
      subject.ifPresent(name -> name.into(body));
      body.put("channel", channel.name());
      body.put("bindingHash", bindingHash);
      body.put("evidenceHash", evidenceHash);
      body.put("policyHash", policyHash);
      body.put("until", until.toString());
      body.put("role", role);
      return body;
    }
  }

  /** Somebody asked for what they may not have; {@code reason} is a stable code. */
  record Denied(String what, String reason) implements AuditEvent {
    @Override
    public String kind() {
      return "denied";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("what", what, "reason", reason);
    }
  }

  record GateRelocked(String reason) implements AuditEvent {
    @Override
    public String kind() {
      return "gate-relocked";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("reason", reason);
    }
  }

  /** The one event with words of a person: why the staff member needed more time. */
  record GateExtended(Instant until, Sensitive<String> why) implements AuditEvent {
    @Override
    public String kind() {
      return "gate-extended";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("until", until.toString());
    }

    @Override
    public Optional<Sensitive<String>> words() {
      return Optional.of(why);
    }
  }

  record ContactRegistered(String reference, String outcome) implements AuditEvent {
    @Override
    public String kind() {
      return "contact-registered";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("reference", reference, "outcome", outcome);
    }
  }

  /** Somebody is to be called back; the call-back's id stands in for the conversation's. */
  record CallbackPromised(MunicipalityId municipality, TopicId topic, Instant until)
      implements AuditEvent {
    @Override
    public String kind() {
      return "callback-promised";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of(
          "municipality", municipality.value(), "topic", topic.value(), "until", until.toString());
    }
  }

  /** Durable before the staff member reads the name and the number. */
  record CallbackTaken() implements AuditEvent {
    @Override
    public String kind() {
      return "callback-taken";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of();
    }
  }

  record CallbackFinished(CallbackResult result) implements AuditEvent {
    @Override
    public String kind() {
      return "callback-finished";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("result", result.name());
    }
  }

  /** What was kept long enough is destroyed: how many rows of what, never which. */
  record RetentionApplied(Map<String, Integer> counts) implements AuditEvent {
    public RetentionApplied {
      counts = Map.copyOf(counts);
    }

    @Override
    public String kind() {
      return "retention-applied";
    }

    @Override
    public Map<String, Object> body() {
      return new TreeMap<>(counts);
    }
  }

  /**
   * Somebody was told which of their data was opened (GDPR article 15).
   *
   * @param rows how many rows of this log the answer has
   * @param records how many records of processing
   * @param staff whether staff was named in it
   * @param by the account of the machine that ran the command
   */
  record SubjectAnswered(int rows, int records, String staff, String by) implements AuditEvent {
    @Override
    public String kind() {
      return "subject-answered";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("rows", rows, "records", records, "staff", staff, "by", by);
    }
  }

  /** Durable before a byte of the document is fetched. The type, never a title. */
  record DocumentOpened(String documentType, String format) implements AuditEvent {
    @Override
    public String kind() {
      return "document-opened";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("documentType", documentType, "format", format);
    }
  }

  /** Durable before the staff client sends the document on to the resident. */
  record DocumentShown(String documentType, String format) implements AuditEvent {
    @Override
    public String kind() {
      return "document-shown";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("documentType", documentType, "format", format);
    }
  }

  /** Durable before the notes of a case are fetched. */
  record NotesRead(String caseType) implements AuditEvent {
    @Override
    public String kind() {
      return "notes-read";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("caseType", caseType);
    }
  }

  /** Durable before a note is sent to the case system. */
  record NoteAdded(String caseType) implements AuditEvent {
    @Override
    public String kind() {
      return "note-added";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("caseType", caseType);
    }
  }
}
