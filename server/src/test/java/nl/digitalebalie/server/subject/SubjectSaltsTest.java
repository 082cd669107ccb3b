package nl.digitalebalie.server.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectSaltsTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
  private static final PurposeId WMO = new PurposeId("wmo");
  private static final PurposeId BENEFIT = new PurposeId("bijstand");
  private static final DataSubject PERSON =
      new DataSubject.Person(Bsn.parse("999993653").orElseThrow());
  private static final DataSubject BAKER =
      new DataSubject.Enterprise("90001354", Optional.of("000037178598"));
  private static final SubjectKey KEY = new SubjectKey(new byte[32]);

  @TempDir Path folder;
  private Store store;
  private SubjectSalts salts;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder.resolve("balie.db"));
    salts = new SubjectSalts(KEY, store, new SecureRandom());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Set<String> findable(DataSubject subject) {
    return store
        .read(sql -> SubjectSalts.namesOf(sql, KEY, subject))
        .fold(found -> found, code -> Set.of(code));
  }

  @Test
  void a_name_is_the_same_within_a_purpose_and_month_and_after_a_restart_only() {
    SubjectName name = salts.name(WMO, PERSON, NOVEMBER);

    assertEquals("2026-11", name.period());
    assertEquals(name, salts.name(WMO, PERSON, NOVEMBER.plusSeconds(5)));
    assertEquals(
        name, new SubjectSalts(KEY, store, new SecureRandom()).name(WMO, PERSON, NOVEMBER));
    assertNotEquals(name.subject(), salts.name(WMO, PERSON, DECEMBER).subject());
    assertNotEquals(name.subject(), salts.name(BENEFIT, PERSON, NOVEMBER).subject());
    assertFalse(name.toString().contains("999993653"));
  }

  @Test
  void an_enterprise_has_a_name_by_its_number_and_one_for_the_branch() {
    SubjectName name = salts.name(WMO, BAKER, NOVEMBER);

    assertTrue(name.branch().isPresent());
    assertEquals(
        name.subject(),
        salts
            .name(WMO, new DataSubject.Enterprise("90001354", Optional.empty()), NOVEMBER)
            .subject());
    assertEquals(Set.of(name.subject()), findable(BAKER));
    assertFalse((PERSON + " " + BAKER).matches(".*[0-9].*"));
  }

  @Test
  void after_its_salt_is_destroyed_nobody_finds_a_name_and_others_stay() {
    SubjectName old = salts.name(WMO, PERSON, NOVEMBER);
    SubjectName young = salts.name(WMO, PERSON, DECEMBER);
    assertEquals(Set.of(old.subject(), young.subject()), findable(PERSON));

    store.write(sql -> {
      salts.destroy(sql, new SubjectSalts.Place(WMO, YearMonth.of(2026, 11)));
      return 1;
    });

    assertEquals(Set.of(young.subject()), findable(PERSON));
    assertNotEquals(old.subject(), salts.name(WMO, PERSON, NOVEMBER).subject());
  }

  @Test
  void salts_are_made_ahead_and_a_database_that_is_away_names_nobody() {
    assertEquals(Optional.empty(), salts.prepare(List.of(WMO, BENEFIT), NOVEMBER));
    assertEquals(
        Optional.of(4),
        store
            .read(sql -> SubjectSalts.kept(sql).size())
            .fold(Optional::of, code -> Optional.empty()));

    store.close();

    salts.name(WMO, PERSON, DECEMBER); // made ahead: the turn of the month needs no disk
    assertTrue(salts.prepare(List.of(WMO), DECEMBER.plusSeconds(40L * 24 * 3600)).isPresent());
    assertThrows(
        IllegalStateException.class,
        () -> salts.name(WMO, PERSON, NOVEMBER.minusSeconds(40L * 24 * 3600)));
  }
}
