package nl.digitalebalie.desktop.view.queue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Shift;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.InvitationModel.Choice;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.RelayToStaff.Invitation;

/** Makes, lists and withdraws invitations. */
public final class InvitationPresenter {
  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final DateTimeFormatter moments;
  private final InvitationModel model = new InvitationModel();
  private Optional<String> problem = Optional.empty();
  private Optional<String> saving = Optional.empty();
  private Desk last = Desk.EMPTY;

  public InvitationPresenter(Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
    this.moments =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(texts.locale());
  }

  public InvitationModel model() {
    return model;
  }

  public void show(Desk now) {
    last = now;
    Shift shift = now.shift();
    List<Choice> choices =
        shift.municipalities().stream()
            .flatMap(municipality ->
                municipality.topics().stream()
                    .map(topic ->
                        new Choice(
                            municipality.id(),
                            topic.id(),
                            shift.municipalities().size() > 1
                                ? municipality.name() + " · " + texts.local(topic.title())
                                : texts.local(topic.title()))))
            .toList();
    model.screen.replace(
        new InvitationModel.Screen(
            choices,
            shift
                .created()
                .map(made ->
                    new InvitationModel.Made(
                        words(shift, made.invitation()), made.link(), made.calendar(), saving)),
            shift.invitations().stream()
                .map(one -> new InvitationModel.Open(one.id(), words(shift, one)))
                .toList(),
            problem));
  }

  /** Makes a link; without a day it is valid at once, with a day a time is needed. */
  public void create(Choice choice, Optional<LocalDate> day, String time, Instant now) {
    Optional<Instant> start = Optional.empty();
    problem = Optional.empty();
    saving = Optional.empty();
    if (day.isPresent()) {
      start = start(day.get(), time).filter(moment -> moment.isAfter(now));
      if (start.isEmpty()) {
        problem = Optional.of(texts.text("invitation.badTime"));
      }
    }
    if (problem.isEmpty()) {
      desk.accept(new DeskEvent.InvitationWanted(choice.municipality(), choice.topic(), start));
    }
    show(last);
  }

  public void withdraw(InvitationId invitation) {
    desk.accept(new DeskEvent.InvitationWithdrawn(invitation));
  }

  /** Says it when the appointment is not where the staff member wants it. */
  public void saved(InvitationView.Saved outcome) {
    saving =
        switch (outcome) {
          case DONE, NOT_CHOSEN -> Optional.empty();
          case NOT_POSSIBLE -> Optional.of(texts.text("invitation.notSaved"));
        };
    show(last);
  }

  /** The link leaves the screen and the memory. */
  public void done() {
    problem = Optional.empty();
    saving = Optional.empty();
    desk.accept(new DeskEvent.InvitationSeen());
  }

  private Optional<Instant> start(LocalDate day, String time) {
    try {
      return Optional.of(LocalTime.parse(time.strip()).atDate(day).atZone(zone).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private String words(Shift shift, Invitation invitation) {
    String topic = topic(shift, invitation.municipality(), invitation.topic());
    return invitation
        .startsAt()
        .map(start -> texts.text("invitation.from", topic, moment(start)))
        .orElseGet(() -> texts.text("invitation.until", topic, moment(invitation.expiresAt())));
  }

  private String topic(Shift shift, MunicipalityId municipality, TopicId topic) {
    return shift
        .topic(municipality, topic)
        .map(card -> texts.local(card.title()))
        .orElse(topic.value());
  }

  private String moment(Instant time) {
    return moments.format(time.atZone(zone));
  }
}
