package nl.digitalebalie.server.cases;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.server.gate.GateDecision.Scope;

/** Where the cases of a person are. */
public interface CaseSystem {
  /**
   * The cases within the scope, running ones first. Blocks for some seconds at most; called on a
   * virtual thread, only after the gate opened.
   *
   * @param known of an earlier reading: what is there again keeps its handle
   * @param early hears of cases before all of them are there; a case may come again with more in it
   */
  Answer read(Scope scope, Reader reader, Places known, Consumer<Answer.Found> early);

  /** All at once. */
  default Answer read(Scope scope, Reader reader) {
    return read(scope, reader, Places.NONE, some -> {});
  }

  /**
   * The staff member on whose behalf is read; the case system writes it into its own trail.
   *
   * @param traceParent joins that trail to ours (W3C Trace Context 3.2); sent as {@code
   *     traceparent}
   * @param organisation RSIN of the municipality whose cases may be read; empty where the case
   *     system has those of one alone
   */
  record Reader(
      String id, String displayName, Optional<String> traceParent, Optional<String> organisation) {
    private static final String TRACE_PARENT = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]";

    public Reader {
      Objects.requireNonNull(id);
      Objects.requireNonNull(displayName);
      Objects.requireNonNull(organisation);
      if (traceParent.filter(text -> !text.matches(TRACE_PARENT)).isPresent()) {
        throw new IllegalArgumentException("a traceparent is version-trace-span-flags");
      }
    }

    public Reader(String id, String displayName) {
      this(id, displayName, Optional.empty(), Optional.empty());
    }

    public Reader within(String trace) {
      return new Reader(id, displayName, Optional.of(trace), organisation);
    }

    public Reader of(Optional<String> rsin) {
      return new Reader(id, displayName, traceParent, rsin);
    }
  }

  /** What the case system said. */
  sealed interface Answer {
    /**
     * @param places where the parts behind the handles are, for as long as the panel is open
     * @param person what the population register added to what the resident showed
     * @param earlier contacts of before
     */
    record Found(
        List<PanelContent.Case> cases,
        Completeness completeness,
        Places places,
        List<PersonField> person,
        List<EarlierContact> earlier)
        implements Answer {
      public Found {
        cases = List.copyOf(cases);
        Objects.requireNonNull(completeness);
        Objects.requireNonNull(places);
        person = List.copyOf(person);
        earlier = List.copyOf(earlier);
      }

      public Found(
          List<PanelContent.Case> cases,
          Completeness completeness,
          Places places,
          List<PersonField> person) {
        this(cases, completeness, places, person, List.of());
      }

      public Found(List<PanelContent.Case> cases, Completeness completeness) {
        this(cases, completeness, Places.NONE, List.of());
      }

      /** Less what was told before. */
      public Found without(Predicate<PanelContent.Case> told) {
        return new Found(
            cases.stream().filter(told.negate()).toList(), completeness, places, person, earlier);
      }

      Found with(List<PersonField> fields) {
        return new Found(cases, completeness, places, fields, earlier);
      }

      public Found following(List<EarlierContact> contacts) {
        return new Found(cases, completeness, places, person, contacts);
      }

      public Found partly() {
        return new Found(cases, Completeness.PARTIAL, places, person, earlier);
      }

      @Override
      public String toString() {
        return "Found[" + cases.size() + " cases, " + completeness + "]";
      }
    }

    /** {@code code} is for the log and holds nothing of the answer. */
    record Unavailable(String code) implements Answer {}
  }
}
