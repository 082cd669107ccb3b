package nl.digitalebalie.server.processing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.processing.ProcessingLog.Written;
import nl.digitalebalie.server.processing.ProcessingRecord.Status;
import nl.digitalebalie.server.subject.DataSubject;
import nl.digitalebalie.server.subject.SubjectNames;

/**
 * Runs what reads personal data, gives it the trace that joins all logs, and lets its result
 * through only after the record of it is confirmed.
 */
public final class Processing {
  private static final int SPAN_ID_BYTES = 8; // W3C Trace Context 3.2.2.4

  private final ProcessingLog log;
  private final SubjectNames names;
  private final SubjectCipher cipher;
  private final Function<PurposeId, String> register;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * @param register the entry of a purpose in the register of processing activities
   */
  public Processing(
      ProcessingLog log,
      SubjectNames names,
      SubjectCipher cipher,
      Function<PurposeId, String> register,
      InstantSource clock,
      SecureRandom random) {
    this.log = log;
    this.names = names;
    this.cipher = cipher;
    this.register = register;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What is about to be done.
   *
   * @param name as it stands in the record, such as {@code read-cases}
   * @param subject empty when nobody's data is read anywhere, as for a general question; then there
   *     is no record, because a record is of a subject
   */
  public record Activity(String name, PurposeId purpose, Optional<DataSubject> subject) {}

  /** The work itself. */
  public interface Work<T> {
    /**
     * @param traceParent to be sent with every call (W3C Trace Context 3.2)
     */
    Outcome<T> in(String traceParent);
  }

  /** What came of the work, and what the record says about it. */
  public record Outcome<T>(T value, Status status) {}

  /** What may be done with the result. */
  public sealed interface Recorded<T> {
    record Confirmed<T>(T value) implements Recorded<T> {}

    /** Nothing: its record is not kept. */
    record Unconfirmed<T>(String code) implements Recorded<T> {}
  }

  /** Blocks for as long as the work and the log take. */
  public <T> Recorded<T> run(String traceId, Activity activity, Work<T> work) {
    Running running = begin(traceId, activity);
    Outcome<T> outcome = work.in(running.traceParent());
    return running
        .refusal(outcome.status())
        .<Recorded<T>>map(Recorded.Unconfirmed::new)
        .orElseGet(() -> new Recorded.Confirmed<>(outcome.value()));
  }

  /** For work whose result comes in pieces: none may be shown before {@link Running#refusal}. */
  public Running begin(String traceId, Activity activity) {
    return new Running(traceId, spanId(), activity, clock.instant());
  }

  /**
   * Work that goes on. Its record is written once, when the first of its result is there, because
   * nothing may be shown before; so the record ends there as well.
   */
  public final class Running {
    private final String traceId;
    private final String spanId;
    private final Activity activity;
    private final Instant start;
    private Optional<Written> written = Optional.empty();

    private Running(String traceId, String spanId, Activity activity, Instant start) {
      this.traceId = traceId;
      this.spanId = spanId;
      this.activity = activity;
      this.start = start;
    }

    /** To be sent with every call (W3C Trace Context 3.2). */
    public String traceParent() {
      return "00-" + traceId + "-" + spanId + "-01";
    }

    /**
     * Why nothing of it may be shown; empty when it may. The first call writes the record and
     * blocks, later ones repeat what came of that. Any thread of the work may ask.
     */
    public synchronized Optional<String> refusal(Status status) {
      if (activity.subject().isEmpty()) {
        return Optional.empty();
      }
      if (written.isEmpty()) {
        written = Optional.of(log.write(record(activity.subject().get(), status)));
      }
      return switch (written.get()) {
        case Written.Confirmed confirmed -> Optional.empty();
        case Written.Unconfirmed(String code) -> Optional.of(code);
      };
    }

    private ProcessingRecord record(DataSubject subject, Status status) {
      Instant end = clock.instant();
      return new ProcessingRecord(
          traceId,
          spanId,
          activity.name(),
          status,
          start,
          end,
          register.apply(activity.purpose()),
          activity.purpose(),
          cipher.encrypt(subject.reveal(), traceId, spanId),
          subject.type(),
          names.name(activity.purpose(), subject, end));
    }
  }

  private String spanId() {
    byte[] bytes = new byte[SPAN_ID_BYTES];
    do {
      random.nextBytes(bytes);
    } while (isZero(bytes)); // 3.2.2.4: all zeroes is no span id
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
