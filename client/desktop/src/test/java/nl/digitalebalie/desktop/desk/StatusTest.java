package nl.digitalebalie.desktop.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.StatusLine;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final List<StatusLine> RUNNING =
      List.of(new StatusLine(Sensitive.of("Wmo-melding en onderzoek"), Sensitive.of("Onderzoek")));

  private final TestDesk desk = TestDesk.plain();

  StatusTest() {
    desk.inTalk();
    desk.connect(1);
  }

  private List<PeerMessage.CaseStatus> told() {
    desk.exchange();
    return desk.resident.heard.stream()
        .filter(PeerMessage.CaseStatus.class::isInstance)
        .map(PeerMessage.CaseStatus.class::cast)
        .toList();
  }

  @Test
  void the_resident_hears_once_how_far_the_running_cases_are() {
    assertEquals(List.of(), told());

    desk.opened();
    desk.passes(Duration.ofSeconds(3));

    assertEquals(List.of(new PeerMessage.CaseStatus(RUNNING)), told());
  }

  @Test
  void while_more_is_on_its_way_nothing_is_said() {
    PanelContent some = Examples.panel("S. van den Berg");
    desk.asked();
    desk.opened(
        desk.verified(), new PanelContent(some.person(), some.cases(), Completeness.LOADING));

    assertEquals(List.of(), told());
  }
}
