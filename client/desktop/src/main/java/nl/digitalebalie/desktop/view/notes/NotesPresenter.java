package nl.digitalebalie.desktop.view.notes;

import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.notes.NotesModel.Progress;
import nl.digitalebalie.desktop.view.notes.NotesModel.Screen;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;

/** Keeps the note of one talk and sends it with the outcome; then nothing of it stays. */
public final class NotesPresenter {
  /** What the protocol carries. */
  static final int MAX_CHARS = 4_000;

  private final Texts texts;
  private final Consumer<DeskEvent> desk;
  private final NotesModel model = new NotesModel();
  private Optional<ConversationId> about = Optional.empty();

  public NotesPresenter(Texts texts, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.desk = desk;
  }

  public NotesModel model() {
    return model;
  }

  public void show(Desk now) {
    Optional<ConversationId> conversation = conversation(now.talk());
    if (!conversation.equals(about)) {
      about = conversation;
      model.draft.set("");
    }
    model.screen.replace(
        switch (now.talk()) {
          case Talk.Ongoing _ -> new Screen.Talking();
          case Talk.WrapUp wrapUp -> wrapUp(wrapUp);
          case Talk.Nobody _, Talk.Accepting _ -> new Screen.Nothing();
        });
  }

  public void register(ContactOutcome outcome) {
    String note = model.draft.get().strip();
    desk.accept(
        new DeskEvent.RegistrationWanted(
            outcome, Sensitive.of(note.substring(0, Math.min(note.length(), MAX_CHARS)))));
  }

  /** Before the wrap-up is saved. */
  public void promise(CallbackWish wish) {
    desk.accept(new DeskEvent.CallbackPromised(wish));
  }

  private Screen wrapUp(Talk.WrapUp wrapUp) {
    return new Screen.WrapUp(
        texts.word(wrapUp.reason()),
        wrapUp.saving() instanceof Talk.Saving.Failed
            ? Optional.of(texts.text("notes.notSaved"))
            : Optional.empty(),
        wrapUp.saving() instanceof Talk.Saving.Sending ? Progress.SENDING : Progress.WRITING);
  }

  private static Optional<ConversationId> conversation(Talk talk) {
    return switch (talk) {
      case Talk.Ongoing ongoing -> Optional.of(ongoing.conversation());
      case Talk.WrapUp wrapUp -> Optional.of(wrapUp.conversation());
      case Talk.Accepting _, Talk.Nobody _ -> Optional.empty();
    };
  }
}
