package nl.digitalebalie.acceptance.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Tables;

/** What of the run is still on its way to the customer-interaction system, and what arrived. */
record ContactFindings(long arrived, long waiting) {

  static ContactFindings of(DemoStage stage) {
    try (Store store = stage.counter().store().open(EnumSet.of(Tables.COUNTER))) {
      List<ContactFindings> found =
          store
              .read(sql ->
                  sql.rows(
                      """
                      SELECT COUNT(done_at) AS arrived, COUNT(*) - COUNT(done_at) AS waiting
                      FROM contact_outbox
                      """,
                      Map.of(),
                      row -> new ContactFindings(row.number("arrived"), row.number("waiting"))))
              .fold(
                  rows -> rows,
                  code -> {
                    throw new IllegalStateException("the contacts cannot be read: " + code);
                  });
      return found.getFirst();
    }
  }
}
