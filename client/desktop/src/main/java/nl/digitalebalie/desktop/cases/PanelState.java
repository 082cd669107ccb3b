package nl.digitalebalie.desktop.cases;

import java.time.Instant;
import java.util.Objects;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;

/** Whether the case panel is open. A locked panel holds nothing of what it once showed. */
public sealed interface PanelState {

  record Locked(LockReason why) implements PanelState {
    public Locked {
      Objects.requireNonNull(why);
    }
  }

  /** The staff member asked to open it again; the gate decides. */
  record Opening() implements PanelState {}

  /**
   * Open until {@code until}.
   *
   * @param extending whether a longer time box was asked and not yet answered
   */
  record Open(
      PurposeId purpose,
      PanelContent content,
      Instant openedAt,
      Instant until,
      Extension extending,
      Beside beside)
      implements PanelState {
    public Open {
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(content);
      Objects.requireNonNull(openedAt);
      Objects.requireNonNull(until);
      Objects.requireNonNull(extending);
      Objects.requireNonNull(beside);
    }

    public Open extendedTo(Instant later) {
      return new Open(purpose, content, openedAt, later, Extension.NONE, beside);
    }

    public Open with(Extension asked) {
      return new Open(purpose, content, openedAt, until, asked, beside);
    }

    public Open with(PanelContent other) {
      return new Open(purpose, other, openedAt, until, extending, beside);
    }

    public Open with(Beside other) {
      return new Open(purpose, content, openedAt, until, extending, other);
    }

    @Override
    public String toString() {
      return "Open[" + purpose + ", until=" + until + "]"; // cases are nobody's business in a log
    }
  }

  /** Whether more time was asked. */
  enum Extension {
    NONE,
    ASKED
  }
}
