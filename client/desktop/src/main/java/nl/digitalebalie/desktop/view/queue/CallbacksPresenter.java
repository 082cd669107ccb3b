package nl.digitalebalie.desktop.view.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Callbacks;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Shift;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Calling;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Row;
import nl.digitalebalie.desktop.view.queue.CallbacksModel.Take;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.CounterToStaff.CallbackEntry;
import nl.digitalebalie.protocol.signal.CounterToStaff.Urgency;
import nl.digitalebalie.protocol.signal.RelayToStaff.MunicipalityCard;
import nl.digitalebalie.protocol.signal.StaffToCounter.CallbackResult;

/** Puts the promises to call back into words, and takes one when asked. */
public final class CallbacksPresenter {
  /** What the protocol carries. */
  static final int MAX_NOTE_CHARS = 4_000;

  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final CallbacksModel model = new CallbacksModel();
  private Optional<CallbackId> wanted = Optional.empty();

  public CallbacksPresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
  }

  public CallbacksModel model() {
    return model;
  }

  public void show(Desk now, Instant at) {
    Shift shift = now.shift();
    Callbacks callbacks = shift.callbacks();
    model.screen.replace(
        new CallbacksModel.Screen(
            callbacks.entries().stream().map(entry -> row(shift, entry, at)).toList(),
            callbacks.more() == 0
                ? Optional.empty()
                : Optional.of(texts.text("callbacks.more", callbacks.more()))));
    model.calling.replace(
        wanted.flatMap(id -> callbacks.number(id).map(wish -> calling(shift, id, wish))));
  }

  /** To call: one that is free is taken first, and the number follows. */
  public void call(Row row) {
    if (row.take() != Take.TAKEN) {
      wanted = Optional.of(row.id());
      desk.accept(new DeskEvent.CallbackWanted(row.id()));
    }
  }

  public void finish(CallbackId id, CallbackResult result, String note) {
    String text = note.strip();
    closed();
    desk.accept(
        new DeskEvent.CallbackOver(
            id, result, Sensitive.of(text.substring(0, Math.min(text.length(), MAX_NOTE_CHARS)))));
  }

  /** The number is put away; the promise stays ours. */
  public void closed() {
    wanted = Optional.empty();
    model.calling.replace(Optional.empty());
  }

  private Calling calling(Shift shift, CallbackId id, CallbackWish wish) {
    return new Calling(
        id,
        wish.name().reveal(),
        wish.phone().reveal(),
        wish.words().map(Sensitive::reveal),
        shift.callbacks().entries().stream()
            .filter(entry -> entry.id().equals(id))
            .findFirst()
            .map(entry -> topic(shift, entry))
            .orElse(""));
  }

  private Row row(Shift shift, CallbackEntry entry, Instant at) {
    String topic = topic(shift, entry);
    String promise = promise(entry, at);
    Optional<String> note = note(entry);
    return new Row(
        entry.id(),
        topic,
        shift.municipalities().size() > 1
            ? shift.municipality(entry.municipality()).map(MunicipalityCard::name)
            : Optional.empty(),
        promise,
        entry.urgency(),
        take(entry),
        note,
        String.join(", ", topic, promise, note.orElse("")));
  }

  private static Take take(CallbackEntry entry) {
    return switch (entry.holder()) {
      case NOBODY -> Take.FREE;
      case YOU -> Take.YOURS;
      case COLLEAGUE -> Take.TAKEN;
    };
  }

  private Optional<String> note(CallbackEntry entry) {
    return switch (entry.holder()) {
      case YOU -> Optional.of(texts.text("callbacks.yours"));
      case COLLEAGUE -> Optional.of(texts.text("callbacks.colleague"));
      case NOBODY ->
          entry.tries() == 0
              ? Optional.empty()
              : Optional.of(texts.text("callbacks.tries", entry.tries()));
    };
  }

  /** Today says the hour alone; what is late says so first. */
  private String promise(CallbackEntry entry, Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    LocalDate day = entry.promisedBy().atZone(zone).toLocalDate();
    String hour = DateTimeFormatter.ofPattern("HH:mm").format(entry.promisedBy().atZone(zone));
    String when =
        day.equals(today)
            ? texts.text("callbacks.today", hour)
            : texts.text(
                "callbacks.day",
                DateTimeFormatter.ofPattern("EEE d MMM", texts.locale())
                    .format(entry.promisedBy().atZone(zone)),
                hour);
    return entry.urgency() == Urgency.LATE ? texts.text("callbacks.late", when) : when;
  }

  private String topic(Shift shift, CallbackEntry entry) {
    return shift
        .topic(entry.municipality(), entry.topic())
        .map(card -> texts.local(card.title()))
        .orElse(entry.topic().value());
  }
}
