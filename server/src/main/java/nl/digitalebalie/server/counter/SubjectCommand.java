package nl.digitalebalie.server.counter;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.AuditWriter;
import nl.digitalebalie.server.audit.SubjectRows;
import nl.digitalebalie.server.audit.SubjectRows.Inside;
import nl.digitalebalie.server.audit.SubjectRows.Opening;
import nl.digitalebalie.server.identity.KeyPairFile;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.processing.ProcessingTable;
import nl.digitalebalie.server.processing.ProcessingTable.Kept;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Tables;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.SubjectKey;
import nl.digitalebalie.server.subject.SubjectSalts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a person who asks which of their data was opened (GDPR article 15), from the audit log
 * and the records of processing. The answer is given only after a row says that it is given.
 */
public final class SubjectCommand {
  private static final int ANSWERED = 0;
  private static final int UNREADABLE = 3;

  /** The server writes too; each try reads anew where the log ends. */
  private static final int TRIES = 5;

  /** Nine digits and a line end, with room for spaces. */
  private static final int MAX_NUMBER_BYTES = 64;

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Europe/Amsterdam"));
  private static final JsonMapper JSON = JsonMapper.shared();

  private final StoreAddress address;
  private final CounterConfig config;
  private final Question question;
  private final InstantSource clock;
  private final PrintStream out;
  private final ResourceBundle texts;

  /** Whether the answer names accounts of staff. */
  public enum Staff {
    UNNAMED,
    NAMED
  }

  /**
   * What is asked.
   *
   * @param json a file for the answer as JSON, beside the text
   * @param language {@code nl} or {@code en}
   */
  public record Question(DataSubject subject, Staff staff, Optional<Path> json, String language) {}

  public SubjectCommand(
      StoreAddress address,
      CounterConfig config,
      Question question,
      InstantSource clock,
      PrintStream out) {
    this.address = address;
    this.config = config;
    this.question = question;
    this.clock = clock;
    this.out = out;
    this.texts =
        ResourceBundle.getBundle(
            "texts.access",
            Locale.of(question.language()),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /**
   * The number in a stream; never from the command line, where other users of the machine see it.
   */
  public static Optional<DataSubject> person(InputStream in) throws IOException {
    String text = new String(in.readNBytes(MAX_NUMBER_BYTES), StandardCharsets.US_ASCII).strip();
    return Bsn.parse(text).map(DataSubject.Person::new);
  }

  /** Exit code: 0 answered, 3 something could not be read or written, and nothing was answered. */
  public int run() {
    Optional<SubjectKey> key = KeyFiles.existingSubject(config.subjectKeyFile());
    if (key.isEmpty()) {
      out.println("audit.subjectKeyFile cannot be read: " + config.subjectKeyFile());
      return UNREADABLE;
    }
    try (Store store = address.open(EnumSet.of(Tables.COUNTER))) {
      return run(store, key.get());
    } catch (RuntimeException refused) { // of Flyway or the driver
      out.println("the database cannot be opened: " + refused.getClass().getSimpleName());
      return UNREADABLE;
    }
  }

  private int run(Store store, SubjectKey key) {
    Optional<Set<String>> names =
        store
            .read(sql -> SubjectSalts.namesOf(sql, key, question.subject()))
            .fold(Optional::of, code -> Optional.empty());
    Optional<List<Opening>> openings =
        names.flatMap(known ->
            SubjectRows.read(store, config.auditChain(), known)
                .fold(Optional::of, code -> Optional.empty()));
    Optional<List<Kept>> records =
        names.flatMap(known ->
            store
                .read(sql -> ProcessingTable.of(sql, known))
                .fold(Optional::of, code -> Optional.empty()));
    if (openings.isEmpty() || records.isEmpty()) {
      out.println("the database cannot be read");
      return UNREADABLE;
    }
    if (!recorded(store, openings.get().size(), records.get().size())) {
      out.println("nothing is answered: the audit log does not take the row of it");
      return UNREADABLE;
    }
    return answer(openings.get(), records.get());
  }

  private boolean recorded(Store store, int rows, int records) {
    AuditEvent event =
        new AuditEvent.SubjectAnswered(
            rows, records, question.staff().name(), System.getProperty("user.name", ""));
    for (int turn = 0; turn < TRIES; turn++) {
      try (AuditWriter writer = new AuditWriter(config.auditChain(), store)) {
        if (writer.append(AuditEntry.ofSystem(clock.instant(), event)).join()
            instanceof Appended.Durable) {
          return true;
        }
      }
    }
    return false;
  }

  private int answer(List<Opening> openings, List<Kept> records) {
    if (question.json().isPresent()) {
      try {
        Path file = question.json().get();
        Files.deleteIfExists(file);
        KeyPairFile.writeSecret(
            file,
            JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(openings, records)));
      } catch (IOException unwritable) {
        out.println("cannot be written: " + question.json().get());
        return UNREADABLE;
      }
    }
    say("title", when(clock.instant()));
    say(openings.isEmpty() ? "none" : "openings", openings.size());
    openings.forEach(this::say);
    if (config.processing().keepsThem()) {
      say("records", records.size());
      for (Kept each : records) {
        say("record", when(each.start()), each.activity(), each.status());
      }
    } else {
      say("records.elsewhere");
    }
    say("kept");
    return ANSWERED;
  }

  private void say(Opening opening) {
    out.println();
    say("opening", when(opening.at()), opening.closedAt().map(SubjectCommand::when).orElse("?"));
    say("purpose", words(opening, Purpose::title).orElse(opening.purpose()));
    say("basis", words(opening, Purpose::legalBasis).orElse(texts.getString("unknown")));
    say("categories", String.join(", ", opening.categories()));
    for (Inside each : opening.inside()) {
      say(each.kind(), when(each.at()), each.type());
    }
    say("role", opening.role().isEmpty() ? texts.getString("unknown") : opening.role());
    if (question.staff() == Staff.NAMED) {
      say("staff", opening.actor());
    }
    say("row", Long.toString(opening.row()), opening.policyHash());
  }

  private Optional<String> words(
      Opening opening, java.util.function.Function<Purpose, LocalText> which) {
    return purpose(opening).map(which).map(text -> text.in(question.language()));
  }

  private Optional<Purpose> purpose(Opening opening) {
    try {
      return config.policy().find(new PurposeId(opening.purpose()));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private ObjectNode json(List<Opening> openings, List<Kept> records) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("subjectType", question.subject().type())
            .put("at", clock.instant().toString())
            .put("processingRecordsKeptHere", config.processing().keepsThem());
    ArrayNode opened = answer.putArray("openings");
    for (Opening each : openings) {
      ObjectNode one =
          opened
              .addObject()
              .put("at", each.at().toString())
              .put("purpose", each.purpose())
              .put("role", each.role())
              .put("policyHash", each.policyHash())
              .put("row", each.row());
      each.closedAt().ifPresent(moment -> one.put("closedAt", moment.toString()));
      words(each, Purpose::legalBasis).ifPresent(text -> one.put("legalBasis", text));
      each.categories().forEach(one.putArray("categories")::add);
      ArrayNode inside = one.putArray("inside");
      for (Inside every : each.inside()) {
        inside
            .addObject()
            .put("at", every.at().toString())
            .put("kind", every.kind())
            .put("type", every.type());
      }
      if (question.staff() == Staff.NAMED) {
        one.put("staff", each.actor());
      }
    }
    ArrayNode kept = answer.putArray("processingRecords");
    for (Kept each : records) {
      kept.addObject()
          .put("start", each.start().toString())
          .put("end", each.end().toString())
          .put("name", each.name())
          .put("status", each.status())
          .put("activity", each.activity())
          .put("traceId", each.traceId());
    }
    return answer;
  }

  private static String when(Instant at) {
    return WHEN.format(at);
  }

  private void say(String key, Object... values) {
    out.println(MessageFormat.format(texts.getString(key), values));
  }
}
