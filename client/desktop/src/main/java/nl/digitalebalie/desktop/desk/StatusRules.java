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
 * MijnOverheid as well. Said when the open panel has all there is, and again when it changed; what
 * was not on its way when the panel shut is not said any more.
 */
final class StatusRules {
  private StatusRules() {}

  static Step tell(Desk before, Step step) {
    if (isOpen(before) && !isOpen(step.next())) {
      return with(step, new ChannelInput.PanelShut());
    }
    Optional<List<StatusLine>> now = lines(step.next());
    return now.isEmpty() || now.equals(lines(before))
        ? step
        : with(step, new ChannelInput.Say(new PeerMessage.CaseStatus(now.get())));
  }

  private static Step with(Step step, ChannelInput last) {
    List<DeskEffect> effects = new ArrayList<>(step.effects());
    effects.add(new DeskEffect.ToChannel(last));
    return new Step(step.next(), effects);
  }

  private static boolean isOpen(Desk desk) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.panel() instanceof PanelState.Open)
        .isPresent();
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
