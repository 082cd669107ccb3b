package nl.digitalebalie.server.subject;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.retention.Candidate;
import nl.digitalebalie.server.retention.Expiring;
import nl.digitalebalie.server.retention.RetentionRules;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.subject.SubjectSalts.Place;

/**
 * How audit rows, which are never deleted, lose the person that they name: with the salt of their
 * purpose and month goes the only way to compute the names in them.
 */
public final class ExpiringSalts implements Expiring {
  private final SubjectSalts salts;
  private final RetentionRules rules;

  public ExpiringSalts(SubjectSalts salts, RetentionRules rules) {
    this.salts = salts;
    this.rules = rules;
  }

  @Override
  public String name() {
    return "subject-salts";
  }

  @Override
  public RetentionRules rules() {
    return rules;
  }

  /** The time of the youngest name of a month counts. */
  @Override
  public List<Candidate> candidates(Sql sql, Instant younger, Candidate last, int limit) {
    return SubjectSalts.kept(sql).stream()
        .filter(place -> !place.end().isAfter(younger))
        .map(place ->
            new Candidate(
                place.purpose().value() + "/" + place.period(),
                place.end(),
                Set.of(place.purpose()),
                1))
        .filter(each -> Candidate.ORDER.compare(each, last) > 0)
        .sorted(Candidate.ORDER)
        .limit(limit)
        .toList();
  }

  @Override
  public int destroy(Sql sql, Candidate candidate) {
    String[] parts = candidate.key().split("/", 2);
    return salts.destroy(sql, new Place(new PurposeId(parts[0]), YearMonth.parse(parts[1])));
  }
}
