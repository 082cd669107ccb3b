package nl.digitalebalie.desktop.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.StatusLine;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Tells the resident, sealed, how far their running cases are: what the case system tells them at
 * MijnOverheid as well. Said when the open panel has all there is, and again when it changed.
 */
final class StatusRules {
  private StatusRules() {}

  static Step tell(Desk before, Step step) {
    Optional<List<StatusLine>> now = lines(step.next());
    if (now.isEmpty() || now.equals(lines(before))) {
      return step;
    }
    List<DeskEffect> effects = new ArrayList<>(step.effects());
    effects.add(
        new DeskEffect.ToChannel(new ChannelInput.Say(new PeerMessage.CaseStatus(now.get()))));
    return new Step(step.next(), effects);
  }

  /** Empty while no panel is open, or more of it is on its way. */
  private static Optional<List<StatusLine>> lines(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(Talk.Ongoing::panel)
        .filter(PanelState.Open.class::isInstance)
        .map(panel -> ((PanelState.Open) panel).content())
        .filter(content -> content.completeness() != Completeness.LOADING)
        .map(content ->
            content.cases().stream()
                .filter(one -> one.actualEnd().isEmpty())
                .flatMap(one -> line(one).stream())
                .limit(PeerMessage.MAX_STATUS_LINES)
                .toList());
  }

  private static Optional<StatusLine> line(PanelContent.Case one) {
    return one.milestones().stream()
        .filter(milestone -> milestone.progress() == Progress.CURRENT)
        .findFirst()
        .map(current -> new StatusLine(cut(one.caseType()), cut(current.text())));
  }

  private static Sensitive<String> cut(String text) {
    return Sensitive.of(text.substring(0, Math.min(text.length(), PeerMessage.MAX_STATUS_CHARS)));
  }
}
