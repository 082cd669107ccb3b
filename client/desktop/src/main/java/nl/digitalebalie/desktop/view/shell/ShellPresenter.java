package nl.digitalebalie.desktop.view.shell;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Notice;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.policy.ClientPolicy;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.shell.ShellModel.Demo;
import nl.digitalebalie.desktop.view.shell.ShellModel.Middle;
import nl.digitalebalie.desktop.view.shell.ShellModel.Screen;
import nl.digitalebalie.protocol.signal.RelayToStaff.MunicipalityCard;
import nl.digitalebalie.protocol.signal.StaffPresence;

/** Decides what the frame of the window says. */
public final class ShellPresenter {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final ClientPolicy policy;
  private final Texts texts;
  private final ZoneId zone;
  private final Consumer<DeskEvent> desk;
  private final ShellModel model = new ShellModel();

  public ShellPresenter(ClientPolicy policy, Texts texts, ZoneId zone, Consumer<DeskEvent> desk) {
    this.policy = policy;
    this.texts = texts;
    this.zone = zone;
    this.desk = desk;
  }

  public ShellModel model() {
    return model;
  }

  public void show(Desk now, Instant at) {
    model.clock.replace(CLOCK.format(at.atZone(zone)));
    model.screen.replace(
        now.access() instanceof Access.SignedIn session
            ? atWork(now, session)
            : new Screen.SignedOut(
                policy.demo() instanceof ClientPolicy.Demo.Allowed ? Demo.YES : Demo.NO));
  }

  public void presence(StaffPresence wanted) {
    desk.accept(new DeskEvent.PresenceWanted(wanted));
  }

  public void signOut() {
    desk.accept(new DeskEvent.SignOutWanted());
  }

  public void dismiss() {
    desk.accept(new DeskEvent.NoticeDismissed());
  }

  private Screen atWork(Desk now, Access.SignedIn session) {
    return new Screen.AtWork(
        session.mode() == Access.Mode.DEMO ? Demo.YES : Demo.NO,
        place(now),
        session.displayName(),
        session.role(),
        now.shift().presence(),
        trouble(now),
        now.notice().map(this::line),
        now.talk() instanceof Talk.WrapUp ? Middle.WRAP_UP : Middle.CALL);
  }

  /** In a talk it must be plain which municipality this desk speaks for. */
  private static String place(Desk now) {
    return now.talk()
        .ongoing()
        .flatMap(talk -> now.shift().municipality(talk.accepted().municipality()))
        .map(MunicipalityCard::name)
        .orElseGet(() ->
            now.shift().municipalities().stream()
                .map(MunicipalityCard::name)
                .collect(Collectors.joining(" · ")));
  }

  private Optional<String> trouble(Desk now) {
    boolean relay = lost(now.relay());
    boolean counter = lost(now.counter());
    if (relay && counter) {
      return Optional.of(texts.text("trouble.server"));
    }
    if (relay) {
      return Optional.of(
          texts.text(now.talk() instanceof Talk.Ongoing ? "trouble.relayInCall" : "trouble.relay"));
    }
    return counter ? Optional.of(texts.text("trouble.counter")) : Optional.empty();
  }

  private static boolean lost(Line line) {
    return switch (line) {
      case Line.Down _ -> true;
      case Line.Opening _, Line.Up _, Line.Off _ -> false;
    };
  }

  private ShellModel.Line line(Notice notice) {
    return new ShellModel.Line(
        notice.kind(), texts.text(notice.key(), notice.arguments().toArray()));
  }
}
