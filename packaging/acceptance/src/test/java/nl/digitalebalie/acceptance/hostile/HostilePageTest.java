package nl.digitalebalie.acceptance.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import nl.digitalebalie.acceptance.Home;
import nl.digitalebalie.acceptance.browser.Chromium;
import nl.digitalebalie.acceptance.browser.ResidentBrowser;
import nl.digitalebalie.acceptance.staff.ScriptedWiring;
import nl.digitalebalie.acceptance.staff.StaffClient;
import nl.digitalebalie.demo.DemoStage;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.Talk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The real page and the real staff client, with somebody between the page and the relay. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir static Path folder;
  private DemoStage stage;
  private Chromium chromium;
  private StaffClient staff;

  @BeforeAll
  void start() throws IOException {
    StaffClient.startToolkit();
    Path home = Home.find();
    stage = DemoStage.start(new DemoStage.Setting(home, folder, 0, DemoStage.Form.TOGETHER));
    chromium = Chromium.start(home, Chromium.FakeDevices.BROWSERS_OWN);
    staff = StaffClient.start(ScriptedWiring.of(stage.clientPolicy()));
    await("the sign-in screen", _ -> staff.canPress("demo-staff-joris"));
    staff.press("demo-staff-joris");
    await(
        "a signed-in desk",
        desk -> desk.access() instanceof Access.SignedIn && !desk.shift().purposes().isEmpty());
  }

  @AfterAll
  void stop() {
    staff.close();
    chromium.close();
    stage.close();
  }

  private void await(String what, Predicate<Desk> holds) {
    await(what, () -> {}, holds);
  }

  /** Frames are carried meanwhile. */
  private void await(ResidentBrowser resident, String what, Predicate<Desk> holds) {
    await(what, resident::carry, holds);
  }

  private void await(String what, Runnable meanwhile, Predicate<Desk> holds) {
    staff.await(
        what,
        PATIENCE,
        desk -> {
          meanwhile.run();
          return holds.test(desk) ? Optional.of(true) : Optional.empty();
        });
  }

  /** Changes frames of one type towards the page, and leaves the rest alone. */
  private static ResidentBrowser.Between towardsPage(String type, Consumer<ObjectNode> change) {
    return new ResidentBrowser.Between() {
      @Override
      public List<String> toPage(String frame) {
        return List.of(changed(frame, type, change));
      }

      @Override
      public List<String> toRelay(String frame) {
        return List.of(frame);
      }
    };
  }

  private static ResidentBrowser.Between towardsRelay(String type, Consumer<ObjectNode> change) {
    return new ResidentBrowser.Between() {
      @Override
      public List<String> toPage(String frame) {
        return List.of(frame);
      }

      @Override
      public List<String> toRelay(String frame) {
        return List.of(changed(frame, type, change));
      }
    };
  }

  private static String changed(String frame, String type, Consumer<ObjectNode> change) {
    if (JSON.readTree(frame) instanceof ObjectNode message
        && type.equals(message.path("type").asString(""))) {
      change.accept(message);
      return JSON.writeValueAsString(message);
    }
    return frame;
  }

  private static void replace(ObjectNode message, String field, UnaryOperator<String> change) {
    message.put(field, change.apply(message.path(field).asString("")));
  }

  /** Another certificate, of the same form. */
  private static String otherCertificate(String sdp) {
    return sdp.replaceAll("(a=fingerprint:sha-256 )[0-9A-Fa-f]{2}:", "$1FF:")
        .replaceAll("(a=fingerprint:sha-256 FF:)[0-9A-Fa-f]{2}:", "$1FF:");
  }

  private ResidentBrowser arrive(ResidentBrowser.Between between) {
    ResidentBrowser resident = new ResidentBrowser(chromium.browser(), stage.residentsServers());
    resident.putBetween(between);
    resident.open(stage.link("voorbeeld", "bijstand").toString());
    resident.press("start");
    resident.press("ask-both");
    resident.press("ready");
    await(resident, "somebody in the queue", desk -> !desk.shift().queue().isEmpty());
    staff.press("accept");
    await(resident, "a conversation", desk -> !(desk.talk() instanceof Talk.Nobody));
    return resident;
  }

  private void wrapUp(ResidentBrowser resident) {
    if (staff.canPress("hang-up")) {
      staff.press("hang-up");
      if (staff.canPress("hang-up-confirm")) {
        staff.press("hang-up-confirm");
      }
    }
    await(
        resident,
        "the wrap-up",
        desk -> desk.talk() instanceof Talk.WrapUp && staff.canPress("register"));
    staff.press("register");
    await(resident, "an empty desk", desk -> desk.talk() instanceof Talk.Nobody);
  }

  private void pageRefuses(String reference, ResidentBrowser.Between between) {
    try (ResidentBrowser resident = arrive(between)) {
      resident.await("[data-role='reference']");

      assertEquals(reference, resident.reference());
      assertTrue(resident.firstRemoteFrameAtMillis().isEmpty(), "no picture was ever shown");
      assertTrue(noPictureOfResident(), "no picture ever left");
      wrapUp(resident);
    }
  }

  private boolean noPictureOfResident() {
    return staff.stats().filter(stats -> stats.framesDecoded() > 0).isEmpty();
  }

  @Test
  void a_swapped_certificate_ends_the_talk_before_any_picture() {
    pageRefuses(
        "SIGNATURE_REFUSED",
        towardsPage("offer", offer -> replace(offer, "sdp", HostilePageTest::otherCertificate)));
  }

  @Test
  void a_ticket_that_was_touched_ends_the_talk_before_any_picture() {
    pageRefuses(
        "TICKET_REFUSED",
        towardsPage(
            "offer",
            offer ->
                replace(
                    offer,
                    "ticket",
                    ticket -> {
                      int at = ticket.lastIndexOf('.') + 5;
                      char other = ticket.charAt(at) == 'A' ? 'B' : 'A';
                      return ticket.substring(0, at) + other + ticket.substring(at + 1);
                    })));
  }

  @Test
  void the_ticket_of_an_earlier_conversation_is_worth_nothing() {
    List<String> tickets = new ArrayList<>();
    try (ResidentBrowser first =
        arrive(towardsPage("offer", offer -> tickets.add(offer.path("ticket").asString(""))))) {
      await(
          first,
          "a picture of the resident",
          _ -> staff.stats().filter(stats -> stats.framesDecoded() > 0).isPresent());
      wrapUp(first);
    }
    pageRefuses(
        "OTHER_CONVERSATION",
        towardsPage("offer", offer -> offer.put("ticket", tickets.getFirst())));
  }

  @Test
  void a_swapped_certificate_in_the_answer_is_refused_by_the_staff_client() {
    try (ResidentBrowser resident =
        arrive(
            towardsRelay(
                "answer", answer -> replace(answer, "sdp", HostilePageTest::otherCertificate)))) {
      await(resident, "trouble told to the staff member", _ -> staff.shows("reconnect"));

      assertTrue(noPictureOfResident(), "no picture was ever taken in");
      wrapUp(resident);
    }
  }

  @Test
  void frames_that_come_twice_are_shown_once() {
    ResidentBrowser.Between twice =
        new ResidentBrowser.Between() {
          @Override
          public List<String> toPage(String frame) {
            return Collections.nCopies(frame.contains("\"sealed\"") ? 2 : 1, frame);
          }

          @Override
          public List<String> toRelay(String frame) {
            return List.of(frame);
          }
        };
    String words = "Dit komt maar een keer aan.";
    try (ResidentBrowser resident = arrive(twice)) {
      await(resident, "a code to type", _ -> staff.shows("code-digits"));
      staff.type("chat-message", words);
      staff.press("chat-send");
      resident.openChat();
      resident.awaitWords(words);

      assertEquals(1, resident.text().split(words, -1).length - 1);
      wrapUp(resident);
    }
  }
}
