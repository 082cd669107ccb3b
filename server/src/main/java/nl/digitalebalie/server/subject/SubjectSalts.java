package nl.digitalebalie.server.subject;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;

/**
 * A random salt for every purpose and month, in the database, while the key lies in a file: neither
 * alone names anybody, and a salt that is deleted makes the names of its purpose and month
 * anonymous without a row of the audit log being touched.
 *
 * <p>Several conversations ask at once; the map guards itself.
 */
public final class SubjectSalts implements SubjectNames {
  private static final int SALT_BYTES = SubjectKey.KEY_BYTES;

  private final SubjectKey key;
  private final Store store;
  private final SecureRandom random;
  private final Map<Place, SubjectKey> keys = new ConcurrentHashMap<>();

  /** What has a salt of its own. */
  public record Place(PurposeId purpose, YearMonth period) {
    /** The first moment after the month. */
    public Instant end() {
      return period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }

  public SubjectSalts(SubjectKey key, Store store, SecureRandom random) {
    this.key = key;
    this.store = store;
    this.random = random;
  }

  /**
   * Makes the salts of this month and the next where they are missing, so that no conversation has
   * to wait for a disk. The code of the database when it refuses.
   */
  public Optional<String> prepare(List<PurposeId> purposes, Instant now) {
    YearMonth month = month(now);
    for (PurposeId purpose : purposes) {
      for (YearMonth each : List.of(month, month.plusMonths(1))) {
        Place place = new Place(purpose, each);
        Optional<String> refused =
            make(place)
                .fold(
                    salt -> {
                      keys.put(place, key.within(salt));
                      return Optional.empty();
                    },
                    Optional::of);
        if (refused.isPresent()) {
          return refused;
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public SubjectName name(PurposeId purpose, DataSubject subject, Instant at) {
    Place place = new Place(purpose, month(at));
    return name(keys.computeIfAbsent(place, this::made), place, subject);
  }

  /** What cannot be named is not opened: the conversation closes. */
  private SubjectKey made(Place place) {
    return make(place)
        .fold(
            key::within,
            code -> {
              throw new IllegalStateException(
                  "there is no salt of " + place + " and none can be made: " + code);
            });
  }

  private static SubjectName name(SubjectKey within, Place place, DataSubject subject) {
    return new SubjectName(
        place.period().toString(), within.subject(subject), within.branch(subject));
  }

  private Stored<byte[]> make(Place place) {
    byte[] fresh = new byte[SALT_BYTES];
    random.nextBytes(fresh);
    return store.write(sql -> {
      sql.update(
          """
          INSERT INTO subject_salt (purpose, period, salt) VALUES (:purpose, :period, :salt)
          ON CONFLICT (purpose, period) DO NOTHING
          """,
          Map.of(
              "purpose", place.purpose().value(),
              "period", place.period().toString(),
              "salt", fresh));
      return sql.rows(
              "SELECT salt FROM subject_salt WHERE purpose = :purpose AND period = :period",
              Map.of("purpose", place.purpose().value(), "period", place.period().toString()),
              row -> row.bytes("salt"))
          .getFirst();
    });
  }

  /** Every purpose and month that still has a salt. */
  public static List<Place> kept(Sql sql) {
    return sql.rows(
        "SELECT purpose, period FROM subject_salt ORDER BY period, purpose",
        Map.of(),
        SubjectSalts::place);
  }

  /** From now on nobody can say whom the names of this purpose and month mean. */
  int destroy(Sql sql, Place place) {
    keys.remove(place);
    return sql.update(
        "DELETE FROM subject_salt WHERE purpose = :purpose AND period = :period",
        Map.of("purpose", place.purpose().value(), "period", place.period().toString()));
  }

  /** All names that the logs may know this subject by, those of a branch included. */
  public static Set<String> namesOf(Sql sql, SubjectKey key, DataSubject subject) {
    Set<String> names = new HashSet<>();
    sql.rows(
            "SELECT purpose, period, salt FROM subject_salt",
            Map.of(),
            row -> name(key.within(row.bytes("salt")), place(row), subject))
        .forEach(name -> names.add(name.subject()));
    return names;
  }

  private static Place place(Sql.Row row) {
    return new Place(new PurposeId(row.text("purpose")), YearMonth.parse(row.text("period")));
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }
}
