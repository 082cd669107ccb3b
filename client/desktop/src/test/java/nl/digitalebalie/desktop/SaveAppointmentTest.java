package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.queue.InvitationModel.Made;
import nl.digitalebalie.desktop.view.queue.InvitationPresenter;
import nl.digitalebalie.desktop.view.queue.InvitationView.Saved;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveAppointmentTest {
  @TempDir Path folder;

  @Test
  void an_appointment_is_written_where_the_staff_member_wants_it() throws IOException {
    File file = folder.resolve("afspraak.ics").toFile();

    assertEquals(Saved.DONE, CounterWindow.write(file, "BEGIN:VCALENDAR"));
    assertEquals("BEGIN:VCALENDAR", Files.readString(file.toPath()));
  }

  @Test
  void a_place_that_cannot_be_written_to_is_an_answer_and_no_exception() throws IOException {
    Path file = Files.createFile(folder.resolve("a file, no folder"));

    assertEquals(Saved.NOT_POSSIBLE, CounterWindow.write(folder.toFile(), "x"));
    assertEquals(
        Saved.NOT_POSSIBLE, CounterWindow.write(file.resolve("afspraak.ics").toFile(), "x"));
    assertEquals(
        Saved.NOT_POSSIBLE,
        CounterWindow.write(folder.resolve("nowhere").resolve("afspraak.ics").toFile(), "x"));
    assertEquals(Saved.NOT_POSSIBLE, CounterWindow.write(new File("a\0b"), "x"));
  }

  @Test
  void what_happened_and_what_to_do_is_said_until_it_worked_or_the_dialog_is_over() {
    TestDesk desk = TestDesk.plain();
    InvitationPresenter presenter =
        new InvitationPresenter(
            Texts.of(Language.NL), ZoneId.of("Europe/Amsterdam"), desk.wiring::happened);
    desk.wiring.desk().watch(presenter::show);
    desk.signIn();
    desk.settle();
    presenter.create(
        presenter.model().screen().choices().getFirst(), Optional.empty(), "", desk.now);
    desk.settle();
    desk.hear(created(desk));

    assertEquals(Optional.empty(), made(presenter).saving());
    presenter.saved(Saved.NOT_POSSIBLE);
    String said = made(presenter).saving().orElseThrow();
    assertTrue(said.contains("niet bewaard") && said.contains("andere map"), said);
    presenter.saved(Saved.DONE);
    assertEquals(Optional.empty(), made(presenter).saving());
    presenter.saved(Saved.NOT_POSSIBLE);
    presenter.done();
    desk.settle();
    desk.hear(created(desk));
    assertTrue(
        presenter.model().screen().made().flatMap(Made::saving).isEmpty(), "an old fault is over");
  }

  private static Made made(InvitationPresenter presenter) {
    return presenter.model().screen().made().orElseThrow();
  }

  private static RelayToStaff.InvitationCreated created(TestDesk desk) {
    StaffToRelay.CreateInvitation wanted =
        desk.server.lastRelay(StaffToRelay.CreateInvitation.class);
    return new RelayToStaff.InvitationCreated(
        wanted.request(),
        new RelayToStaff.Invitation(
            new InvitationId("aW52aXRhdGlvbi0wMDAx"),
            wanted.municipality(),
            wanted.topic(),
            Optional.empty(),
            Examples.NOW.plusSeconds(86_400)),
        "https://balie.example.nl/u#c2VjcmV0",
        "BEGIN:VCALENDAR");
  }
}
