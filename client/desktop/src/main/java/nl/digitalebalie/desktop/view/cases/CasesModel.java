package nl.digitalebalie.desktop.view.cases;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.fx.Shown;

/**
 * What the case panel shows. A locked screen holds no value of a case; replacing the open one is
 * the wiping.
 */
public final class CasesModel {
  final Shown<Screen> screen = new Shown<>(new Screen.Locked("", List.of(), Opening.NOT_YET));
  final Shown<Countdown> countdown = new Shown<>(new Countdown("", Urgency.CALM));

  /** Beside the cases; empty while the panel is locked. */
  final Shown<List<Earlier>> earlier = new Shown<>(List.of());

  public Screen screen() {
    return screen.now();
  }

  public Countdown countdown() {
    return countdown.now();
  }

  /** One picture of the panel. */
  public sealed interface Screen {

    /** Locked; {@code why} is a sentence, {@code steps} say what is missing. */
    record Locked(String why, List<Step> steps, Opening opening) implements Screen {
      public Locked {
        steps = List.copyOf(steps);
      }
    }

    /** The gate is deciding. */
    record Deciding() implements Screen {}

    /** Open. */
    record Open(
        List<Field> person,
        List<CaseCard> running,
        List<CaseCard> finished,
        Optional<String> incomplete,
        Extending extending)
        implements Screen {
      public Open {
        person = List.copyOf(person);
        running = List.copyOf(running);
        finished = List.copyOf(finished);
      }

      @Override
      public String toString() {
        return "Open"; // cases are nobody's business in a log
      }
    }
  }

  /** One condition for opening. */
  public record Step(Progress progress, String words) {}

  /** How far a condition is. */
  public enum Progress {
    DONE,
    NOW,
    LATER
  }

  /** Whether the staff member may ask to open the panel. */
  public enum Opening {
    NOT_YET,
    POSSIBLE,
    /** After saying that the same person is there. */
    CONFIRM
  }

  /** Whether more time may be asked. */
  public enum Extending {
    POSSIBLE,
    ASKED
  }

  /** Label and value of the person header. */
  public record Field(String label, String value, Reveal reveal) {
    public Field(String label, String value) {
      this(label, value, Reveal.AT_ONCE);
    }
  }

  /** Whether a value stands on the screen by itself. */
  public enum Reveal {
    AT_ONCE,
    /** The population register keeps it from third parties: only when the staff member asks. */
    WHEN_ASKED
  }

  /** A case in words. */
  public record CaseCard(
      String handle,
      String caseType,
      String description,
      String identification,
      List<Field> dates,
      List<Milestone> timeline,
      List<Document> documents) {
    public CaseCard {
      dates = List.copyOf(dates);
      timeline = List.copyOf(timeline);
      documents = List.copyOf(documents);
    }
  }

  /** One step of a case; {@code spoken} says the progress in words as well. */
  public record Milestone(Progress progress, String words, String date, String spoken) {}

  public record Document(String title, String facts) {}

  /**
   * A contact of before.
   *
   * @param owed in words, when a call-back is still to be made
   */
  public record Earlier(String when, String channel, String subject, Optional<String> owed) {
    @Override
    public String toString() {
      return "Earlier"; // what somebody asked is nobody's business in a log
    }
  }

  /** The time that is left. */
  public record Countdown(String words, Urgency urgency) {}

  /** Whether the time box is nearly over. */
  public enum Urgency {
    CALM,
    SOON_OVER
  }
}
