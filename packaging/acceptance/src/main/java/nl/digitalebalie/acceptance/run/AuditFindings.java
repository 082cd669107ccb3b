package nl.digitalebalie.acceptance.run;

import java.util.EnumSet;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.server.audit.AuditVerifier;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import nl.digitalebalie.server.store.Tables;

/** What the server's own verifier says about the audit trail of the run. */
record AuditFindings(long rows, boolean valid) {

  static AuditFindings of(DemoStage stage) {
    try (Store store = stage.counter().store().open(EnumSet.of(Tables.COUNTER))) {
      return switch (AuditVerifier.verify(store)) {
        case Stored.Done<AuditVerifier.Verification> done ->
            new AuditFindings(done.value().rows(), done.value().holds());
        case Stored.Unavailable<AuditVerifier.Verification> _ ->
            throw new IllegalStateException("the audit trail cannot be read");
      };
    }
  }
}
