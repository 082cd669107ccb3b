package nl.digitalebalie.desktop.view.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Shift;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.QueueModel.Acceptance;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToStaff.MunicipalityCard;
import nl.digitalebalie.protocol.signal.RelayToStaff.Queue.Entry;
import nl.digitalebalie.protocol.signal.StaffPresence;

/** Puts the queue into words and decides whether the next resident can be taken. */
public final class QueuePresenter {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final QueueModel model = new QueueModel();
  private final Set<ConversationId> looked = new HashSet<>();

  public QueuePresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
  }

  public QueueModel model() {
    return model;
  }

  public void show(Desk now, Instant at) {
    Shift shift = now.shift();
    if (now.talk() instanceof Talk.Ongoing) {
      // Busy people look at the person, not at the queue: the alert waits until they are free.
      shift.queue().forEach(entry -> looked.add(entry.conversation()));
    }
    boolean arrived =
        shift.queue().stream().anyMatch(entry -> !looked.contains(entry.conversation()));
    model.screen.replace(
        new QueueModel.Screen(
            shift.queue().stream().map(entry -> row(shift, entry, at)).toList(),
            appointments(shift),
            acceptance(now),
            arrived));
  }

  /** The staff member looked at the queue: what is there is not new any more. */
  public void looked() {
    model.screen().waiting().forEach(row -> looked.add(row.conversation()));
    QueueModel.Screen screen = model.screen();
    model.screen.replace(
        new QueueModel.Screen(screen.waiting(), screen.appointments(), screen.acceptance(), false));
  }

  public void accept(ConversationId conversation) {
    looked();
    if (model.screen().acceptance() == Acceptance.POSSIBLE) {
      desk.accept(new DeskEvent.AcceptWanted(conversation));
    }
  }

  /** The fairest choice: who is first. */
  public void acceptFirst() {
    model.screen().waiting().stream().findFirst().ifPresent(row -> accept(row.conversation()));
  }

  private static Acceptance acceptance(Desk now) {
    if (!(now.relay() instanceof Line.Up)) {
      return Acceptance.OFFLINE;
    }
    return switch (now.talk()) {
      case Talk.Ongoing _, Talk.WrapUp _ -> Acceptance.IN_TALK;
      case Talk.Accepting _ -> Acceptance.ASKED;
      case Talk.Nobody _ -> {
        if (now.shift().presence() == StaffPresence.BREAK) {
          yield Acceptance.ON_BREAK;
        }
        yield now.shift().queue().isEmpty() ? Acceptance.NOBODY_WAITS : Acceptance.POSSIBLE;
      }
    };
  }

  private QueueModel.Row row(Shift shift, Entry entry, Instant at) {
    Duration waited = Duration.between(entry.waitingSince(), at);
    long minutes = Math.max(0, waited.toMinutes());
    boolean over = waited.toSeconds() > entry.normSeconds();
    String topic = topic(shift, entry.municipality(), entry.topic());
    Optional<String> municipality =
        shift.municipalities().size() > 1
            ? shift.municipality(entry.municipality()).map(MunicipalityCard::name)
            : Optional.empty();
    String wait = minutes == 0 ? texts.text("queue.justNow") : texts.text("queue.minutes", minutes);
    String spoken =
        texts.text(
            "queue.spoken",
            topic,
            minutes,
            texts.word(entry.channel()),
            texts.word(entry.language()),
            over ? texts.text("queue.overNorm") : "");
    return new QueueModel.Row(
        entry.conversation(),
        topic,
        municipality,
        wait,
        over ? QueueModel.Wait.OVER_NORM : QueueModel.Wait.WITHIN_NORM,
        entry.channel(),
        texts.word(entry.channel()),
        texts.word(entry.language()),
        entry.appointmentAt().map(time -> texts.text("queue.appointment", clock(time))),
        entry.presence() == Presence.AWAY
            ? Optional.of(texts.text("queue.away"))
            : Optional.empty(),
        spoken);
  }

  private List<QueueModel.Appointment> appointments(Shift shift) {
    return shift.invitations().stream()
        .filter(invitation -> invitation.startsAt().isPresent())
        .sorted(java.util.Comparator.comparing(invitation -> invitation.startsAt().orElseThrow()))
        .map(invitation ->
            new QueueModel.Appointment(
                clock(invitation.startsAt().orElseThrow()),
                topic(shift, invitation.municipality(), invitation.topic())))
        .toList();
  }

  private String topic(Shift shift, MunicipalityId municipality, TopicId topic) {
    return shift
        .topic(municipality, topic)
        .map(card -> texts.local(card.title()))
        .orElse(topic.value());
  }

  private String clock(Instant time) {
    return CLOCK.format(time.atZone(zone));
  }
}
