package nl.digitalebalie.desktop.desk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import nl.digitalebalie.desktop.cases.Beside;
import nl.digitalebalie.desktop.cases.CaseNotes;
import nl.digitalebalie.desktop.cases.CaseNotes.Phase;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.cases.Viewing.Sharing;
import nl.digitalebalie.desktop.cases.Viewing.Stage;
import nl.digitalebalie.desktop.cases.Viewing.ViewFault;
import nl.digitalebalie.desktop.cases.Viewing.Zoom;
import nl.digitalebalie.desktop.cases.WithinPurpose;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.chat.ChatStep;
import nl.digitalebalie.desktop.chat.FileNames;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.desktop.viewer.ViewerNews;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.StaffLock;

/**
 * What happens inside an open panel: more cases, one document, notes. Nothing here opens a panel;
 * whatever closes one lets go of all of it in {@link #letGo} and {@link #takeBack}.
 */
final class PanelRules {
  private static final Set<String> DRAWN = Set.of("application/pdf", "image/png", "image/jpeg");

  private PanelRules() {}

  // ---- cases

  /**
   * A case or field that is told again takes the place of the one before, also when it is beyond
   * the purpose by now: then neither stays. A purpose that is not known any more shuts the panel.
   */
  static Step more(Desk desk, CounterToStaff.PanelCases told) {
    return open(desk)
        .filter(_ -> isOurs(desk, told.conversation()))
        .map(panel ->
            desk.shift()
                .purpose(panel.purpose())
                .map(card -> more(desk, panel, told, card))
                .orElseGet(() -> shut(desk)))
        .orElse(Step.to(desk));
  }

  private static Step more(
      Desk desk, PanelState.Open panel, CounterToStaff.PanelCases told, PurposeCard card) {
    WithinPurpose within =
        WithinPurpose.of(
            switch (told.extent()) {
              case ALL -> told.content();
              case ADDED -> joined(panel.content(), told.content());
            },
            card);
    return noting(within, card, to(desk, panel.with(within.content())));
  }

  /** The step, and a line about what it left out. */
  static Step noting(WithinPurpose within, PurposeCard card, Step step) {
    return within.dropped() == 0
        ? step
        : step.then(
            desk -> Step.to(desk, new DeskEffect.NoteBeyondPurpose(card.id(), within.dropped())));
  }

  private static Step shut(Desk desk) {
    return Step.to(
        desk.with(
            desk.talk().ongoing().orElseThrow().with(new PanelState.Locked(LockReason.POLICY))),
        say(new StaffToCounter.LockPanel(conversation(desk), StaffLock.BUTTON)));
  }

  private static PanelContent joined(PanelContent before, PanelContent more) {
    Map<String, PersonField> person = new LinkedHashMap<>();
    before.person().forEach(field -> person.put(field.key(), field));
    more.person().forEach(field -> person.put(field.key(), field));
    Map<String, PanelContent.Case> cases = new LinkedHashMap<>();
    before.cases().forEach(one -> cases.put(one.handle(), one));
    more.cases().forEach(one -> cases.put(one.handle(), one));
    List<PanelContent.Case> ordered = new ArrayList<>(cases.values());
    ordered.sort(RUNNING_THEN_NEWEST);
    return new PanelContent(
        List.copyOf(person.values()),
        ordered,
        more.completeness(),
        more.earlier().isEmpty() ? before.earlier() : more.earlier());
  }

  private static final Comparator<PanelContent.Case> RUNNING_THEN_NEWEST =
      Comparator.<PanelContent.Case, Boolean>comparing(one -> one.actualEnd().isPresent())
          .thenComparing(PanelContent.Case::start, Comparator.reverseOrder());

  static Step readAgain(Desk desk) {
    return open(desk)
        .filter(panel -> panel.content().completeness() == Completeness.PARTIAL)
        .map(panel -> {
          PanelContent was = panel.content();
          return to(
              desk,
              panel.with(
                  new PanelContent(was.person(), was.cases(), Completeness.LOADING, was.earlier())),
              say(new StaffToCounter.ReadAgain(conversation(desk))));
        })
        .orElse(Step.to(desk));
  }

  // ---- one document

  static Step want(Desk desk, String handle) {
    Optional<PanelState.Open> panel = open(desk);
    Optional<Document> document =
        panel.flatMap(open ->
            open.content().cases().stream()
                .flatMap(one -> one.documents().stream())
                .filter(one -> one.handle().equals(handle))
                .findFirst());
    if (panel.isEmpty() || document.isEmpty()) {
      return Step.to(desk);
    }
    Viewing asked = Viewing.asked(desk.lastDocument() + 1, document.get());
    Desk next = desk.asking(asked.request());
    String format = document.get().format().replaceAll(";.*", "").strip();
    return DRAWN.contains(format)
        ? to(
            next,
            viewing(panel.get(), asked),
            new DeskEffect.PrepareViewer(asked.request()),
            say(new StaffToCounter.OpenDocument(conversation(desk), asked.request(), handle)))
        : to(next, viewing(panel.get(), asked.with(new Stage.Failed(ViewFault.KIND_NOT_SHOWN))));
  }

  static Step begins(Desk desk, CounterToStaff.DocumentBegins begins) {
    return viewed(
        desk,
        begins.conversation(),
        begins.request(),
        Stage.Coming.class,
        (view, coming) ->
            view.with(new Stage.Coming(begins.mediaType(), 0, begins.sizeBytes(), 0)));
  }

  /** Parts come in order, or the rest is worth nothing. */
  static Step part(Desk desk, CounterToStaff.DocumentPart part) {
    Step taken =
        viewed(
            desk,
            part.conversation(),
            part.request(),
            Stage.Coming.class,
            (view, coming) -> taken(view, coming, part));
    return viewing(taken.next()).map(Viewing::stage).orElse(NONE) instanceof Stage.Coming
        ? new Step(
            taken.next(),
            List.of(
                say(
                    new StaffToCounter.DocumentReceived(
                        part.conversation(), part.request(), part.number()))))
        : taken;
  }

  private static final Stage NONE = new Stage.Reading();

  private static Viewing taken(
      Viewing view, Stage.Coming coming, CounterToStaff.DocumentPart part) {
    try {
      byte[] bytes = Base64.getDecoder().decode(part.data().reveal());
      if (part.number() != coming.parts() + 1
          || coming.received() + bytes.length > CounterToStaff.MAX_DOCUMENT_BYTES) {
        Arrays.fill(bytes, (byte) 0);
        return view.with(new Stage.Failed(ViewFault.NOT_AVAILABLE));
      }
      long received = coming.received() + bytes.length;
      view.bytes().add(bytes);
      return view.with(
          new Stage.Coming(coming.mediaType(), received, coming.total(), part.number()));
    } catch (IllegalArgumentException notBase64) {
      return view.with(new Stage.Failed(ViewFault.NOT_AVAILABLE));
    }
  }

  static Step ends(Desk desk, CounterToStaff.DocumentEnds ends) {
    Optional<Viewing> view =
        viewing(desk)
            .filter(_ -> isOurs(desk, ends.conversation()))
            .filter(known -> known.request() == ends.request());
    if (view.isEmpty() || !(view.get().stage() instanceof Stage.Coming coming)) {
      return Step.to(desk);
    }
    Optional<ViewFault> fault =
        switch (ends.end()) {
          case WHOLE -> Optional.empty();
          case NOT_ALLOWED -> Optional.of(ViewFault.NOT_ALLOWED);
          case KIND_NOT_SHOWN -> Optional.of(ViewFault.KIND_NOT_SHOWN);
          case TOO_LARGE -> Optional.of(ViewFault.TOO_LARGE);
          case OTHER_CONTENT -> Optional.of(ViewFault.OTHER_CONTENT);
          case NOT_AVAILABLE -> Optional.of(ViewFault.NOT_AVAILABLE);
        };
    return fault
        .map(why -> change(desk, view.get().with(new Stage.Failed(why))))
        .orElseGet(() ->
            change(
                desk,
                view.get().with(new Stage.Reading()),
                new DeskEffect.ReadDocument(
                    ends.request(), coming.mediaType(), view.get().bytes())));
  }

  static Step viewer(Desk desk, ViewerNews news) {
    Optional<Viewing> view = viewing(desk).filter(known -> known.request() == news.request());
    if (view.isEmpty()) {
      if (news instanceof ViewerNews.Drawn(int _, PagePicture picture)) {
        picture.wipe();
      }
      return Step.to(desk);
    }
    return switch (news) {
      case ViewerNews.Counted(int request, int pages) -> {
        view.get().bytes().wipe(); // the process has them now
        yield change(
            desk, view.get().with(new Stage.Pages(pages, Optional.empty())), draw(view.get()));
      }
      case ViewerNews.Drawn(int _, PagePicture picture) -> drawn(desk, view.get(), picture);
      case ViewerNews.Failed(int _, ViewerNews.Fault fault) ->
          change(
              desk,
              view.get()
                  .with(
                      new Stage.Failed(
                          switch (fault) {
                            case NOT_READABLE -> ViewFault.NOT_READABLE;
                            case PROTECTED -> ViewFault.PROTECTED;
                            case TOO_MUCH -> ViewFault.TOO_MUCH;
                            case TOO_SLOW -> ViewFault.TOO_SLOW;
                            case BROKEN -> ViewFault.BROKEN;
                          })));
    };
  }

  private static Step drawn(Desk desk, Viewing view, PagePicture picture) {
    if (view.stage() instanceof Stage.Pages pages && picture.page() == view.page()) {
      return change(desk, view.with(new Stage.Pages(pages.count(), Optional.of(picture))));
    }
    picture.wipe(); // the reader went on meanwhile
    return Step.to(desk);
  }

  static Step turn(Desk desk, int page) {
    return pages(desk)
        .filter(view -> page >= 1 && page <= ((Stage.Pages) view.stage()).count())
        .filter(view -> page != view.page())
        .map(view -> {
          Viewing next = view.at(page).with(Sharing.NO);
          return change(desk, next, draw(next));
        })
        .orElse(Step.to(desk));
  }

  static Step zoom(Desk desk, Zoom zoom) {
    return pages(desk)
        .filter(view -> zoom != view.zoom())
        .map(view -> change(desk, view.with(zoom), draw(view.with(zoom))))
        .orElse(Step.to(desk));
  }

  static Step close(Desk desk) {
    return open(desk)
        .filter(panel -> panel.beside().viewing().isPresent())
        .map(panel ->
            to(
                desk,
                panel.with(panel.beside().with(Optional.<Viewing>empty())),
                say(
                    new StaffToCounter.CloseDocument(
                        conversation(desk), panel.beside().viewing().get().request()))))
        .orElse(Step.to(desk));
  }

  /** The counter puts it on record first; then the page that is on the screen goes out. */
  static Step show(Desk desk) {
    return pages(desk)
        .filter(PanelRules::isDrawn)
        .filter(view -> view.sharing() != Sharing.ASKED)
        .filter(view -> view.document().showing() == Showing.RESIDENT_TOO)
        .map(view ->
            change(
                desk,
                view.with(Sharing.ASKED),
                say(new StaffToCounter.ShowDocument(conversation(desk), view.document().handle()))))
        .orElse(Step.to(desk));
  }

  /** The picture on the screen is that of the page that the reader is at. */
  private static boolean isDrawn(Viewing view) {
    return view.picture().filter(picture -> picture.page() == view.page()).isPresent();
  }

  static Step mayBeShown(Desk desk, ConversationId conversation, String handle) {
    return pages(desk)
        .filter(_ -> isOurs(desk, conversation))
        .filter(view -> view.document().handle().equals(handle))
        .filter(view -> view.sharing() == Sharing.ASKED && isDrawn(view))
        .map(view ->
            Step.to(
                desk,
                new DeskEffect.PackPage(
                    view.request(), fileName(view), view.picture().orElseThrow())))
        .orElse(Step.to(desk));
  }

  private static String fileName(Viewing view) {
    return FileNames.plain(
        view.document().documentType() + " " + view.document().created() + " p" + view.page(),
        FileKind.PNG);
  }

  static boolean isSending(Desk desk, int request) {
    return viewing(desk)
        .filter(view -> view.request() == request && view.sharing() == Sharing.ASKED)
        .isPresent();
  }

  static Desk sent(Desk desk) {
    return sharing(desk, Sharing.SENT);
  }

  static Desk notSent(Desk desk) {
    return sharing(desk, Sharing.NO);
  }

  private static Desk sharing(Desk desk, Sharing sharing) {
    return viewing(desk).map(view -> change(desk, view.with(sharing)).next()).orElse(desk);
  }

  // ---- notes

  static Step wantNotes(Desk desk, String handle) {
    return open(desk)
        .filter(panel -> has(panel, handle))
        .map(panel ->
            to(
                desk,
                panel.with(panel.beside().with(handle, known(panel, handle).with(Phase.LOADING))),
                say(new StaffToCounter.ReadNotes(conversation(desk), handle))))
        .orElse(Step.to(desk));
  }

  static Step write(Desk desk, DeskEvent.NoteWritten note) {
    String handle = note.caseHandle();
    return open(desk)
        .filter(panel -> has(panel, handle))
        .filter(panel -> known(panel, handle).phase() != Phase.ADDING)
        .map(panel ->
            to(
                desk,
                panel.with(panel.beside().with(handle, known(panel, handle).with(Phase.ADDING))),
                say(
                    new StaffToCounter.AddNote(
                        conversation(desk), handle, note.subject(), note.text()))))
        .orElse(Step.to(desk));
  }

  static Step notes(Desk desk, CounterToStaff.CaseNotes told) {
    return in(
        desk,
        told.conversation(),
        open -> {
          CaseNotes before = known(open, told.handle());
          CaseNotes after =
              switch (told.state()) {
                case READ -> new CaseNotes(told.notes(), Phase.READ);
                case NOT_AVAILABLE -> before.with(Phase.NOT_AVAILABLE);
                case NOT_WRITTEN -> before.with(Phase.NOT_WRITTEN);
                case PERHAPS_WRITTEN -> before.with(Phase.PERHAPS_WRITTEN);
              };
          return has(open, told.handle())
              ? open.with(open.beside().with(told.handle(), after))
              : open;
        });
  }

  private static boolean has(PanelState.Open panel, String handle) {
    return panel.content().cases().stream().anyMatch(one -> one.handle().equals(handle));
  }

  private static CaseNotes known(PanelState.Open panel, String handle) {
    return panel.beside().notes().getOrDefault(handle, new CaseNotes(List.of(), Phase.LOADING));
  }

  // ---- refusals and the end

  /** A refusal of what was asked inside the panel; the reader learns that it is not there. */
  static Optional<Step> refused(Desk desk, CounterToStaff.Refused refused) {
    return switch (refused.about().orElse("")) {
      case "open-document" ->
          Optional.of(
              viewing(desk)
                  .filter(view -> view.stage() instanceof Stage.Coming)
                  .map(view -> change(desk, view.with(new Stage.Failed(ViewFault.NOT_AVAILABLE))))
                  .orElse(Step.to(desk)));
      case "show-document" -> Optional.of(Step.to(notSent(desk)));
      case "read-notes", "add-note" -> Optional.of(Step.to(notesRefused(desk)));
      case "read-again", "document-received", "close-document" -> Optional.of(Step.to(desk));
      default -> Optional.empty();
    };
  }

  /** Which case it was is not said; only those that wait can be meant. */
  private static Desk notesRefused(Desk desk) {
    return open(desk)
        .map(panel -> {
          Beside beside = panel.beside();
          for (Map.Entry<String, CaseNotes> each : panel.beside().notes().entrySet()) {
            beside =
                switch (each.getValue().phase()) {
                  case LOADING ->
                      beside.with(each.getKey(), each.getValue().with(Phase.NOT_AVAILABLE));
                  case ADDING ->
                      beside.with(each.getKey(), each.getValue().with(Phase.NOT_WRITTEN));
                  case READ, NOT_AVAILABLE, NOT_WRITTEN, PERHAPS_WRITTEN -> beside;
                };
          }
          return to(desk, panel.with(beside)).next();
        })
        .orElse(desk);
  }

  /**
   * Called after every event, whatever it was: a document that is open no more leaves no byte and
   * no pixel, and its process ends.
   */
  static Step letGo(Desk before, Step step) {
    Optional<Viewing> was = viewing(before);
    Optional<Viewing> is = viewing(step.next());
    if (was.isEmpty()) {
      return step;
    }
    was.get()
        .picture()
        .filter(old -> is.flatMap(Viewing::picture).filter(now -> now == old).isEmpty())
        .ifPresent(PagePicture::wipe);
    boolean same = is.filter(now -> now.request() == was.get().request()).isPresent();
    boolean failed =
        is.map(Viewing::stage).orElse(NONE) instanceof Stage.Failed
            && !(was.get().stage() instanceof Stage.Failed);
    if (same && !failed) {
      return step;
    }
    was.get().bytes().wipe();
    List<DeskEffect> effects = new ArrayList<>();
    effects.add(new DeskEffect.StopViewing());
    effects.addAll(step.effects()); // a next document prepares the viewer after the stop
    return new Step(step.next(), effects);
  }

  /**
   * Called after every event, whatever it was: a page that was offered to the resident goes no
   * further once its panel is not open. The word of it goes first, under the keys of the offer.
   */
  static Step takeBack(Step step) {
    return step.next()
        .talk()
        .ongoing()
        .filter(talk -> !(talk.panel() instanceof PanelState.Open))
        .filter(talk -> FileRules.hasPages(talk.chat()))
        .map(talk -> takenBack(step, talk))
        .orElse(step);
  }

  private static Step takenBack(Step step, Talk.Ongoing talk) {
    ChatStep shut = FileRules.panelShut(talk.chat());
    List<DeskEffect> effects = new ArrayList<>();
    shut.say().forEach(word -> effects.add(new DeskEffect.ToChannel(new ChannelInput.Say(word))));
    effects.addAll(step.effects());
    return new Step(step.next().with(talk.with(shut.next())), effects);
  }

  // ---- small things

  private static DeskEffect draw(Viewing view) {
    return new DeskEffect.DrawPage(view.request(), view.page(), view.zoom().drawnWidth());
  }

  private static DeskEffect say(StaffToCounter message) {
    return new DeskEffect.ToCounter(message);
  }

  private static Optional<Viewing> pages(Desk desk) {
    return viewing(desk).filter(view -> view.stage() instanceof Stage.Pages);
  }

  private static Optional<Viewing> viewing(Desk desk) {
    return open(desk).flatMap(panel -> panel.beside().viewing());
  }

  private static PanelState.Open viewing(PanelState.Open panel, Viewing view) {
    return panel.with(panel.beside().with(Optional.of(view)));
  }

  private static Optional<PanelState.Open> open(Desk desk) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.panel() instanceof PanelState.Open)
        .map(talk -> (PanelState.Open) talk.panel());
  }

  private static boolean isOurs(Desk desk, ConversationId conversation) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.conversation().equals(conversation))
        .isPresent();
  }

  /** Only called where there is an open panel. */
  private static ConversationId conversation(Desk desk) {
    return desk.talk().ongoing().orElseThrow().conversation();
  }

  private static Step change(Desk desk, Viewing next, DeskEffect... effects) {
    return open(desk).map(panel -> to(desk, viewing(panel, next), effects)).orElse(Step.to(desk));
  }

  private static Step to(Desk desk, PanelState.Open next, DeskEffect... effects) {
    return Step.to(desk.with(desk.talk().ongoing().orElseThrow().with(next)), effects);
  }

  private static Step in(
      Desk desk, ConversationId conversation, Function<PanelState.Open, PanelState.Open> change) {
    return open(desk)
        .filter(_ -> isOurs(desk, conversation))
        .map(panel -> to(desk, change.apply(panel)))
        .orElse(Step.to(desk));
  }

  private interface Change<S extends Stage> {
    Viewing of(Viewing view, S stage);
  }

  private static <S extends Stage> Step viewed(
      Desk desk, ConversationId conversation, int request, Class<S> stage, Change<S> change) {
    return viewing(desk)
        .filter(_ -> isOurs(desk, conversation))
        .filter(view -> view.request() == request && stage.isInstance(view.stage()))
        .map(view -> change(desk, change.of(view, stage.cast(view.stage()))))
        .orElse(Step.to(desk));
  }
}
