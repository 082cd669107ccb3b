package nl.digitalebalie.server.cases;

import java.util.List;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.policy.RegisterField;

/** What the population register says about a person whose identity is already proved. */
public interface PersonRegister {
  /** Blocks for some seconds at most; called on a virtual thread, only after the gate opened. */
  Answer read(Bsn subject, PurposeId purpose, List<RegisterField> fields, Reader reader);

  sealed interface Answer {
    record Found(List<PersonField> fields) implements Answer {
      public Found {
        fields = List.copyOf(fields);
      }

      @Override
      public String toString() {
        return "Found[" + fields.size() + " fields]";
      }
    }

    /** The register knows nobody with this number, or removed them. */
    record Nobody() implements Answer {}

    /** {@code code} is for the log and holds nothing of the answer. */
    record Unavailable(String code) implements Answer {}
  }
}
