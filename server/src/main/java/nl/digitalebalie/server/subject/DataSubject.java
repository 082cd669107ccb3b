package nl.digitalebalie.server.subject;

import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.identity.Bsn;

/** Whose data it is. Prints redacted: a sole trader's number leads to a person as well. */
public sealed interface DataSubject {
  /** {@code dpl.core.data_subject_id_type} of the Logboek Dataverwerkingen. */
  String type();

  /** The number itself, for encryption only. */
  String reveal();

  record Person(Bsn bsn) implements DataSubject {
    public Person {
      Objects.requireNonNull(bsn);
    }

    @Override
    public String type() {
      return "BSN";
    }

    @Override
    public String reveal() {
      return bsn.reveal();
    }

    @Override
    public String toString() {
      return "Person[...]";
    }
  }

  /** By its number in the trade register, and one branch of it where the card named one. */
  record Enterprise(String kvkNumber, Optional<String> branchNumber) implements DataSubject {
    public Enterprise {
      Objects.requireNonNull(kvkNumber);
      Objects.requireNonNull(branchNumber);
    }

    @Override
    public String type() {
      return "KVK";
    }

    @Override
    public String reveal() {
      return kvkNumber;
    }

    @Override
    public String toString() {
      return "Enterprise[...]";
    }
  }
}
