package nl.digitalebalie.desktop.view.cases;

import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.fx.Shown;
import nl.digitalebalie.desktop.viewer.PagePicture;

/**
 * What the case panel shows. A locked screen holds no value of a case; replacing the open one is
 * the wiping.
 */
public final class CasesModel {
  final Shown<Screen> screen = new Shown<>(new Screen.Locked("", List.of(), Opening.NOT_YET));
  final Shown<Reader> reader = new Shown<>(new Reader.Closed());
  final Shown<Countdown> countdown = new Shown<>(new Countdown("", Urgency.CALM));

  /** Beside the cases; empty while the panel is locked. */
  final Shown<List<Earlier>> earlier = new Shown<>(List.of());

  public Screen screen() {
    return screen.now();
  }

  public Reader reader() {
    return reader.now();
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

    /**
     * Open.
     *
     * @param hidden how many cases are there and not drawn
     */
    record Open(
        List<Field> person,
        List<CaseCard> running,
        List<CaseCard> finished,
        Optional<Gap> gap,
        Extending extending,
        Found found,
        int hidden)
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

  /** What is not there, in words. */
  public record Gap(String words, Mending mending) {}

  /** Whether it helps to ask again. */
  public enum Mending {
    BY_ITSELF,
    ON_REQUEST
  }

  /** What the search left; {@code words} say so, and are empty without a search. */
  public record Found(String words, int shown) {}

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
      List<Document> documents,
      Notes notes) {
    public CaseCard {
      dates = List.copyOf(dates);
      timeline = List.copyOf(timeline);
      documents = List.copyOf(documents);
    }

    CaseCard with(Notes other) {
      return new CaseCard(
          handle, caseType, description, identification, dates, timeline, documents, other);
    }

    @Override
    public String toString() {
      return "CaseCard";
    }
  }

  /** What colleagues wrote beside a case; {@code message} says what is not as it should be. */
  public sealed interface Notes {
    /** Nobody asked for them. */
    record Closed() implements Notes {}

    record Coming() implements Notes {}

    record Listed(List<Note> notes, Optional<String> message, Adding adding) implements Notes {
      public Listed {
        notes = List.copyOf(notes);
      }
    }

    record Missing(String message) implements Notes {}

    /** The purpose does without. */
    record NotShown() implements Notes {}
  }

  /** Whether a new note is on its way. */
  public enum Adding {
    NO,
    UNDER_WAY,
    /** It was refused, or nobody answered: what was typed stays. */
    FAILED
  }

  public record Note(String subject, String text, String facts) {}

  /** One step of a case; {@code spoken} says the progress in words as well. */
  public record Milestone(Progress progress, String words, String date, String spoken) {}

  public record Document(String handle, String title, String facts, String spoken) {}

  /** The open document. */
  public sealed interface Reader {
    record Closed() implements Reader {}

    record Coming(String title, String words, double share) implements Reader {}

    record Failed(String title, String words) implements Reader {}

    /**
     * @param place page so many of so many
     * @param picture empty while the first one is drawn
     */
    record Page(
        String title,
        String place,
        Optional<PagePicture> picture,
        int page,
        int pages,
        Viewing.Zoom zoom,
        String zoomWords,
        Sharing sharing)
        implements Reader {}
  }

  /** Whether the resident can be shown the page; {@code words} say why not, or what came of it. */
  public record Sharing(String words, Possible possible) {}

  /** Whether a button works. */
  public enum Possible {
    YES,
    NO
  }

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
