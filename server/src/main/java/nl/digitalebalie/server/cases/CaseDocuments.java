package nl.digitalebalie.server.cases;

import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.gate.GateDecision.Scope;

/** The bytes of a listed document. */
public interface CaseDocuments {
  /**
   * Checks the document against the scope once more, then hands its bytes on piece by piece; they
   * are never held as a whole. Blocks; called on a virtual thread, only while the gate is open.
   */
  Delivery deliver(DocumentPlace place, Scope scope, Reader reader, Sink sink);

  /** Takes the bytes. */
  interface Sink {
    /** Before the first part. */
    void begin(String mediaType, long bytes);

    /** Blocks while the receiver is slow. */
    Wanted part(byte[] bytes);
  }

  /** Whether the receiver still wants more: the gate may have closed. */
  enum Wanted {
    MORE,
    NO_MORE
  }

  /** How it ended. */
  sealed interface Delivery {
    record Whole(long bytes) implements Delivery {}

    /** What the receiver got is to be thrown away. {@code code} holds nothing of the document. */
    record Failed(String code) implements Delivery {}
  }
}
