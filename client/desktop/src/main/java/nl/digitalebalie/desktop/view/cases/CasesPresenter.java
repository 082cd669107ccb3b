package nl.digitalebalie.desktop.view.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.cases.CaseNotes;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.CaseCard;
import nl.digitalebalie.desktop.view.cases.CasesModel.Countdown;
import nl.digitalebalie.desktop.view.cases.CasesModel.Extending;
import nl.digitalebalie.desktop.view.cases.CasesModel.Field;
import nl.digitalebalie.desktop.view.cases.CasesModel.Opening;
import nl.digitalebalie.desktop.view.cases.CasesModel.Progress;
import nl.digitalebalie.desktop.view.cases.CasesModel.Reveal;
import nl.digitalebalie.desktop.view.cases.CasesModel.Screen;
import nl.digitalebalie.desktop.view.cases.CasesModel.Step;
import nl.digitalebalie.desktop.view.cases.CasesModel.Urgency;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import org.jspecify.annotations.Nullable;

/** Puts the case panel into words: what is missing while it is locked, cases while it is open. */
public final class CasesPresenter {
  /** Time enough to finish a sentence and ask for more. */
  static final Duration SOON = Duration.ofMinutes(2);

  /** Nobody reads hundreds of cases, and to draw them all at once would stop the picture. */
  private static final int ROOM = 40;

  private static final long KILOBYTE = 1024;

  private final Texts texts;
  private final ZoneId zone;
  private final DateTimeFormatter dates;
  private final Consumer<DeskEvent> desk;
  private final CasesModel model = new CasesModel();
  private final ReaderWords readers;

  /** What the search works on; let go of with the panel. */
  private Optional<PanelState.Open> lastOpen = Optional.empty();

  private String sought = "";

  /** How many cases are drawn of what there is. */
  private int room = ROOM;

  /** Handles of the cases that were drawn: they stay, with what is being typed in them. */
  private final Set<String> drawn = new HashSet<>();

  /** Whether the purpose of the panel has notes. */
  private NotesShown notesShown = NotesShown.HIDDEN;

  public CasesPresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(texts.locale());
    this.desk = desk;
    this.readers = new ReaderWords(texts, zone);
  }

  public CasesModel model() {
    return model;
  }

  public void show(Desk now, Instant at) {
    model.screen.replace(
        now.talk().ongoing().map(talk -> screen(now, talk, at)).orElseGet(() -> noTalk(now)));
    model.countdown.replace(
        now.talk()
            .ongoing()
            .filter(talk -> talk.panel() instanceof PanelState.Open)
            .map(talk -> countdown((PanelState.Open) talk.panel(), at))
            .orElse(new Countdown("", Urgency.CALM)));
    model.reader.replace(
        now.talk()
            .ongoing()
            .filter(talk -> talk.panel() instanceof PanelState.Open)
            .flatMap(talk -> ((PanelState.Open) talk.panel()).beside().viewing())
            .map(readers::reader)
            .orElse(new CasesModel.Reader.Closed()));
    model.earlier.replace(
        now.talk()
            .ongoing()
            .filter(talk -> talk.panel() instanceof PanelState.Open)
            .map(talk -> earlier((PanelState.Open) talk.panel()))
            .orElse(List.of()));
  }

  /** Keeps what holds all of these words; empty for everything. */
  public void search(String words) {
    sought = words.strip();
    model.screen.replace(
        lastOpen.<Screen>map(this::open).orElseGet(model.screen::now)); // nothing while it is shut
    model.earlier.replace(lastOpen.map(this::earlier).orElse(List.of()));
  }

  /** Draws as many again. */
  public void showMore() {
    room += ROOM;
    search(sought);
  }

  public void read(String document) {
    desk.accept(new DeskEvent.DocumentWanted(document));
  }

  public void closeDocument() {
    desk.accept(new DeskEvent.DocumentClosed());
  }

  public void turnTo(int page) {
    desk.accept(new DeskEvent.PageTurned(page));
  }

  public void zoom(Viewing.Zoom zoom) {
    desk.accept(new DeskEvent.ZoomWanted(zoom));
  }

  public void showResident() {
    desk.accept(new DeskEvent.ShowingWanted());
  }

  public void readNotes(String caseHandle) {
    desk.accept(new DeskEvent.NotesWanted(caseHandle));
  }

  /** Both are needed; the counter refuses longer ones, so they are cut off while typing. */
  public boolean addNote(String caseHandle, String subject, String text) {
    if (subject.isBlank() || text.isBlank()) {
      return false;
    }
    desk.accept(
        new DeskEvent.NoteWritten(
            caseHandle, Sensitive.of(subject.strip()), Sensitive.of(text.strip())));
    return true;
  }

  public void readAgain() {
    desk.accept(new DeskEvent.ReadAgainWanted());
  }

  private List<CasesModel.Earlier> earlier(PanelState.Open open) {
    return open.content().earlier().stream()
        .filter(contact -> Search.in(sought, contact.subject().reveal(), contact.channel()))
        .map(contact ->
            new CasesModel.Earlier(
                dates.format(contact.at().atZone(zone)),
                contact.channel(),
                contact.subject().reveal(),
                switch (contact.callback()) {
                  case NONE -> Optional.empty();
                  case OPEN -> Optional.of(texts.text("earlier.owed"));
                }))
        .toList();
  }

  public void lock() {
    desk.accept(new DeskEvent.LockWanted());
  }

  public void open() {
    desk.accept(new DeskEvent.PanelWanted());
  }

  /** The reason goes into the audit trail, so an empty one is refused here already. */
  public boolean extend(String reason) {
    if (reason.isBlank()) {
      return false;
    }
    desk.accept(new DeskEvent.ExtensionWanted(Sensitive.of(reason.strip())));
    return true;
  }

  private Screen noTalk(Desk now) {
    lastOpen = Optional.empty();
    forget();
    boolean ended = now.talk() instanceof Talk.WrapUp;
    return new Screen.Locked(
        ended ? texts.word(LockReason.CONVERSATION_ENDED) : texts.text("cases.noTalk"),
        List.of(),
        Opening.NOT_YET);
  }

  private Screen screen(Desk now, Talk.Ongoing talk, Instant at) {
    lastOpen = talk.panel() instanceof PanelState.Open open ? Optional.of(open) : Optional.empty();
    if (lastOpen.isEmpty()) {
      forget();
    }
    notesShown =
        lastOpen
            .flatMap(open -> now.shift().purpose(open.purpose()))
            .map(PurposeCard::notes)
            .orElse(NotesShown.HIDDEN);
    return switch (talk.panel()) {
      case PanelState.Locked(LockReason why) -> locked(now, talk, why, at);
      case PanelState.Opening _ -> new Screen.Deciding();
      case PanelState.Open open -> open(open);
    };
  }

  private void forget() {
    sought = "";
    room = ROOM;
    drawn.clear();
  }

  /** What there is room for, and what was drawn before. */
  private List<PanelContent.Case> fitting(List<PanelContent.Case> found) {
    List<PanelContent.Case> fitting = new ArrayList<>();
    for (PanelContent.Case one : found) {
      if (fitting.size() < room || drawn.contains(one.handle())) {
        drawn.add(one.handle());
        fitting.add(one);
      }
    }
    return fitting;
  }

  private Screen locked(Desk now, Talk.Ongoing talk, LockReason why, Instant at) {
    boolean here = talk.call().presence() == Presence.HERE;
    boolean known = talk.identity() instanceof IdentityState.Shown;
    boolean connected = now.counter() instanceof Line.Up;
    boolean sure = isSureEnough(now, talk);
    boolean same = talk.person() == Talk.Person.KNOWN;
    // Nobody recognises a person in a picture that stands still.
    boolean seen = talk.flow(at) == MediaFlow.FLOWING;
    boolean ready = known && connected && sure;
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(here ? Progress.DONE : Progress.NOW, texts.text("cases.step.talk")));
    steps.add(
        new Step(
            connected ? Progress.DONE : here ? Progress.NOW : Progress.LATER,
            texts.text("cases.step.counter")));
    steps.add(
        new Step(
            known ? Progress.DONE : here && connected ? Progress.NOW : Progress.LATER,
            texts.text("cases.step.identity")));
    if (demanded(now, talk) != ChannelAssurance.NONE) {
      steps.add(codeStep(talk, sure, here));
    }
    if (!same) {
      steps.add(
          new Step(
              ready && seen ? Progress.NOW : Progress.LATER, texts.text("cases.step.samePerson")));
    }
    steps.add(
        new Step(ready && same ? Progress.NOW : Progress.LATER, texts.text("cases.step.gate")));
    return new Screen.Locked(
        why(talk, why),
        steps,
        !ready
            ? Opening.NOT_YET
            : same ? Opening.POSSIBLE : seen ? Opening.CONFIRM : Opening.NOT_YET);
  }

  /** The code can be said from the first minute on; only a chat has nothing to say it over. */
  private Step codeStep(Talk.Ongoing talk, boolean sure, boolean here) {
    boolean chat = talk.channel() == Channel.CHAT;
    return new Step(
        sure ? Progress.DONE : here && !chat ? Progress.NOW : Progress.LATER,
        texts.text(chat ? "cases.step.codeNotInChat" : "cases.step.code"));
  }

  private boolean isSureEnough(Desk now, Talk.Ongoing talk) {
    return talk.own().compareTo(demanded(now, talk)) >= 0;
  }

  /** What the purpose at hand demands of the channel: the one shown, asked, or usual here. */
  private static ChannelAssurance demanded(Desk now, Talk.Ongoing talk) {
    Optional<PurposeId> purpose =
        switch (talk.identity()) {
          case IdentityState.Shown(var identity) -> Optional.of(identity.expected().purpose().id());
          case IdentityState.Asked asked -> Optional.of(asked.purpose().id());
          case IdentityState.Asking(PurposeId asking) -> Optional.of(asking);
          case IdentityState.NotShown _, IdentityState.Failed _ ->
              now.shift()
                  .topic(talk.accepted().municipality(), talk.accepted().topic())
                  .flatMap(topic -> topic.usualPurpose());
        };
    return purpose
        .flatMap(now.shift()::purpose)
        .map(PurposeCard::channel)
        .orElse(ChannelAssurance.NONE);
  }

  private String why(Talk.Ongoing talk, LockReason why) {
    return why == LockReason.CHANNEL_NOT_SURE && talk.channel() == Channel.CHAT
        ? texts.text("cases.notInChat")
        : texts.word(why);
  }

  private Screen open(PanelState.Open open) {
    PanelContent content = open.content();
    List<PanelContent.Case> found =
        content.cases().stream()
            .filter(
                one -> Search.holds(sought, one, Optional.ofNullable(notesOf(open, one.handle()))))
            .sorted(Comparator.comparing(one -> !runs(one))) // those that run stand first
            .toList();
    List<PanelContent.Case> fitting = fitting(found);
    return new Screen.Open(
        content.person().stream().map(this::personField).toList(),
        fitting.stream().filter(CasesPresenter::runs).map(one -> card(open, one)).toList(),
        fitting.stream().filter(one -> !runs(one)).map(one -> card(open, one)).toList(),
        switch (content.completeness()) {
          case COMPLETE -> Optional.empty();
          case PARTIAL ->
              Optional.of(
                  new CasesModel.Gap(texts.text("cases.partial"), CasesModel.Mending.ON_REQUEST));
          case LOADING ->
              Optional.of(
                  new CasesModel.Gap(texts.text("cases.loading"), CasesModel.Mending.BY_ITSELF));
        },
        switch (open.extending()) {
          case NONE -> Extending.POSSIBLE;
          case ASKED -> Extending.ASKED;
        },
        new CasesModel.Found(
            sought.isEmpty() ? "" : texts.text("cases.found", found.size(), content.cases().size()),
            found.size()),
        found.size() - fitting.size());
  }

  private static boolean runs(PanelContent.Case one) {
    return one.actualEnd().isEmpty();
  }

  private Field personField(PanelContent.PersonField field) {
    String key = "person." + field.key();
    String value = field.value().reveal();
    String word = key + "." + value;
    return new Field(
        texts.has(key) ? texts.text(key) : field.key(),
        texts.has(word) ? texts.text(word) : value,
        switch (field.sharing()) {
          case FREE -> Reveal.AT_ONCE;
          case STAFF_ONLY -> Reveal.WHEN_ASKED;
        });
  }

  private static @Nullable CaseNotes notesOf(PanelState.Open open, String handle) {
    return open.beside().notes().get(handle);
  }

  private CaseCard card(PanelState.Open panel, PanelContent.Case one) {
    List<Field> when = new ArrayList<>();
    when.add(new Field(texts.text("cases.start"), date(one.start())));
    one.plannedEnd().ifPresent(day -> when.add(new Field(texts.text("cases.planned"), date(day))));
    one.legalEnd().ifPresent(day -> when.add(new Field(texts.text("cases.legal"), date(day))));
    one.actualEnd().ifPresent(day -> when.add(new Field(texts.text("cases.actual"), date(day))));
    one.outcome().ifPresent(words -> when.add(new Field(texts.text("cases.outcome"), words)));
    one.representatives()
        .forEach(who -> when.add(new Field(texts.word(who.kind()), who.name().reveal())));
    return new CaseCard(
        one.handle(),
        one.caseType(),
        one.description().reveal(),
        one.identification().reveal(),
        when,
        one.milestones().stream().map(this::milestone).toList(),
        one.documents().stream().map(this::document).toList(),
        switch (notesShown) {
          case SHOWN -> readers.notes(Optional.ofNullable(notesOf(panel, one.handle())));
          case HIDDEN -> new CasesModel.Notes.NotShown();
        });
  }

  private CasesModel.Milestone milestone(PanelContent.Milestone milestone) {
    Progress progress =
        switch (milestone.progress()) {
          case DONE -> Progress.DONE;
          case CURRENT -> Progress.NOW;
          case AHEAD -> Progress.LATER;
        };
    String when =
        milestone.reachedAt().map(time -> date(LocalDate.ofInstant(time, zone))).orElse("");
    return new CasesModel.Milestone(
        progress,
        milestone.text(),
        when,
        texts.text("cases.milestone", milestone.text(), texts.word(progress), when));
  }

  private CasesModel.Document document(PanelContent.Document document) {
    long kilobytes = Math.max(1, document.sizeBytes() / KILOBYTE);
    String facts =
        texts.text("cases.document", document.documentType(), date(document.created()), kilobytes);
    return new CasesModel.Document(
        document.handle(),
        document.title().reveal(),
        facts,
        texts.text("document.open", document.title().reveal(), facts));
  }

  private Countdown countdown(PanelState.Open open, Instant at) {
    Duration left = Duration.between(at, open.until());
    long seconds = Math.max(0, left.toSeconds());
    return new Countdown(
        texts.text("cases.left", "%d:%02d".formatted(seconds / 60, seconds % 60)),
        left.compareTo(SOON) <= 0 ? Urgency.SOON_OVER : Urgency.CALM);
  }

  private String date(LocalDate day) {
    return dates.format(day);
  }
}
