package nl.digitalebalie.acceptance.run;

import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.server.audit.AuditVerifier;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;

/** What the server's own verifier says about the audit trail of the run. */
record AuditFindings(long rows, boolean valid) {

  static AuditFindings of(DemoStage stage) {
    try (Store store = SqliteStore.open(stage.counter().database())) {
      return switch (AuditVerifier.verify(store)) {
        case Stored.Done<AuditVerifier.Verification> done ->
            new AuditFindings(done.value().rows(), done.value().holds());
        case Stored.Unavailable<AuditVerifier.Verification> _ ->
            throw new IllegalStateException("the audit trail cannot be read");
      };
    }
  }
}
