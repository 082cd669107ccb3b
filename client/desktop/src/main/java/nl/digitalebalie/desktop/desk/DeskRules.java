package nl.digitalebalie.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.chat.Entry.Origin;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.desk.Access.SignInFault;
import nl.digitalebalie.desktop.identity.DemoSchemes;
import nl.digitalebalie.desktop.identity.IdentityCheck;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/**
 * All decisions of a desk: a state, an event and a time give the next state and the effects. The
 * parts that belong together live in {@link TalkRules} and {@link CounterRules}.
 */
public final class DeskRules {
  /** How long a line of information stays in sight. */
  static final Duration NOTICE_STAYS = Duration.ofSeconds(8);

  private final DemoSchemes demo;
  private final TalkRules talkRules;
  private final CounterRules counterRules;
  private final BondRules bondRules;

  /**
   * All rules.
   *
   * @param freshIds random names for messages and files of a chat, 16 to 32 base64url characters
   */
  public DeskRules(IdentityCheck check, DemoSchemes demo, Supplier<String> freshIds) {
    this.demo = demo;
    this.talkRules = new TalkRules();
    this.counterRules = new CounterRules(check);
    this.bondRules = new BondRules(freshIds);
  }

  /** What follows from this event. */
  public Step on(Desk desk, DeskEvent event, Instant now) {
    return StatusRules.tell(
        desk, PanelRules.letGo(desk, PanelRules.takeBack(what(desk, event, now))));
  }

  private Step what(Desk desk, DeskEvent event, Instant now) {
    return switch (event) {
      case DeskEvent.Wanted wanted -> wanted(desk, wanted, now);
      case DeskEvent.SignedIn signedIn -> signedIn(desk, signedIn.session());
      case DeskEvent.SignInFailed failed ->
          desk.access() instanceof Access.SigningIn
              ? Step.to(desk.with(new Access.SignedOut(Optional.of(failed.fault()))))
              : Step.to(desk);
      case DeskEvent.RelaySaid said ->
          whenSignedIn(desk, () -> talkRules.on(desk, said.message(), now));
      case DeskEvent.CounterSaid said ->
          whenSignedIn(desk, () -> counterRules.on(desk, said.message(), now));
      case DeskEvent.Unreadable _ -> Step.to(desk);
      case DeskEvent.LineClosed closed -> lineClosed(desk, closed);
      case DeskEvent.EngineSaid said ->
          talkRules.on(desk, said.news(), now).then(after -> counterRules.beat(after, now));
      case DeskEvent.ChannelSaid said ->
          bondRules.on(desk, said.news(), now).then(after -> counterRules.beat(after, now));
      case DeskEvent.Ticked _ -> ticked(desk, now);
      case DeskEvent.ViewerSaid said -> PanelRules.viewer(desk, said.news());
      case DeskEvent.PageReady ready -> pageReady(desk, ready, now);
      case DeskEvent.ScreenLocked _ ->
          counterRules.lock(desk, StaffToCounter.StaffLock.SCREEN_LOCKED);
    };
  }

  private Step wanted(Desk desk, DeskEvent.Wanted wanted, Instant now) {
    return switch (wanted) {
      case DeskEvent.SignInWanted signIn -> signIn(desk, signIn);
      case DeskEvent.SignOutWanted _ -> leave(desk, Optional.empty());
      case DeskEvent.NoticeDismissed _ -> Step.to(desk.with(Optional.<Notice>empty()));
      case DeskEvent.PresenceWanted presence -> presence(desk, presence.presence());
      case DeskEvent.InvitationWanted invitation -> invite(desk, invitation);
      case DeskEvent.InvitationSeen _ ->
          Step.to(desk.with(desk.shift().withCreated(Optional.empty())));
      case DeskEvent.InvitationWithdrawn withdrawn ->
          Step.to(
              desk,
              new DeskEffect.ToRelay(new StaffToRelay.WithdrawInvitation(withdrawn.invitation())));
      case DeskEvent.AcceptWanted accept -> talkRules.accept(desk, accept.conversation(), now);
      case DeskEvent.HangUpWanted _ -> TalkRules.hangUp(desk);
      case DeskEvent.MicrophoneWanted microphone ->
          talkRules.controls(desk, controls -> controls.withMicrophone(microphone.wanted()));
      case DeskEvent.CameraWanted camera ->
          talkRules.controls(desk, controls -> controls.withCamera(camera.wanted()));
      case DeskEvent.HoldWanted hold ->
          talkRules.controls(desk, controls -> controls.withHold(hold.wanted()));
      case DeskEvent.DevicesWanted devices -> talkRules.devices(desk, devices.devices());
      case DeskEvent.ReconnectWanted _ -> talkRules.reconnect(desk, now);
      case DeskEvent.DisclosureWanted disclosure -> counterRules.ask(desk, disclosure.purpose());
      case DeskEvent.DisclosureCancelled _ -> counterRules.cancel(desk);
      case DeskEvent.LockWanted _ -> counterRules.lock(desk, StaffToCounter.StaffLock.BUTTON);
      case DeskEvent.PanelWanted _ -> counterRules.openAgain(desk);
      case DeskEvent.ExtensionWanted extension -> counterRules.extend(desk, extension.reason());
      case DeskEvent.DocumentWanted document -> PanelRules.want(desk, document.handle());
      case DeskEvent.DocumentClosed _ -> PanelRules.close(desk);
      case DeskEvent.PageTurned turned -> PanelRules.turn(desk, turned.page());
      case DeskEvent.ZoomWanted zoom -> PanelRules.zoom(desk, zoom.zoom());
      case DeskEvent.ShowingWanted _ -> PanelRules.show(desk);
      case DeskEvent.NotesWanted notes -> PanelRules.wantNotes(desk, notes.caseHandle());
      case DeskEvent.NoteWritten note -> PanelRules.write(desk, note);
      case DeskEvent.ReadAgainWanted _ -> PanelRules.readAgain(desk);
      case DeskEvent.RegistrationWanted registration -> counterRules.register(desk, registration);
      case DeskEvent.CodeTyped code -> bondRules.typed(desk, code.digits());
      case DeskEvent.ChannelWanted channel -> talkRules.switchTo(desk, channel.channel(), now);
      case DeskEvent.ChatWanted chat -> bondRules.write(desk, chat.text(), now);
      case DeskEvent.ChatTyped chat -> bondRules.typing(desk, chat.text(), now);
      case DeskEvent.SharingWanted sharing -> bondRules.share(desk, sharing.sharing(), now);
      case DeskEvent.FileChosen chosen -> bondRules.offer(desk, chosen.file(), Origin.CHOSEN, now);
      case DeskEvent.FileRefused refused ->
          Step.to(warn(desk, "notice.file." + refused.why().name(), now));
      case DeskEvent.FileAccepted file -> bondRules.accept(desk, file.file(), now);
      case DeskEvent.FileDeclined file -> bondRules.decline(desk, file.file());
      case DeskEvent.FileCancelled file -> bondRules.cancel(desk, file.file());
      case DeskEvent.FileSaved file -> bondRules.saved(desk, file.file());
      case DeskEvent.CallbackWanted callback -> CallbackRules.take(desk, callback);
      case DeskEvent.CallbackOver over -> CallbackRules.finish(desk, over);
      case DeskEvent.CallbackPromised promised -> CallbackRules.promise(desk, promised);
    };
  }

  /** The panel may have closed while the page became a file. */
  private Step pageReady(Desk desk, DeskEvent.PageReady ready, Instant now) {
    Optional<FileRules.Chosen> file = ready.file();
    if (!PanelRules.isSending(desk, ready.request())) {
      file.ifPresent(made -> made.bytes().wipe());
      return Step.to(desk);
    }
    return file.map(made -> bondRules.offer(PanelRules.sent(desk), made, Origin.PANEL, now))
        .orElseGet(() -> Step.to(warn(PanelRules.notSent(desk), "notice.pageNotSent", now)));
  }

  private static Step signIn(Desk desk, DeskEvent.SignInWanted wanted) {
    return desk.access() instanceof Access.SignedOut
        ? Step.to(
            desk.with(new Access.SigningIn()),
            new DeskEffect.SignIn(wanted.name(), wanted.password()))
        : Step.to(desk);
  }

  private Step signedIn(Desk desk, Access.SignedIn session) {
    if (!(desk.access() instanceof Access.SigningIn)) {
      // Given up meanwhile: the tickets must not stay valid without an owner.
      return Step.to(desk, new DeskEffect.SignOut(session.counterTicket()));
    }
    if (session.mode() == Access.Mode.DEMO && demo == DemoSchemes.REFUSED) {
      return Step.to(
          desk.with(new Access.SignedOut(Optional.of(SignInFault.DEMO_NOT_ALLOWED))),
          new DeskEffect.SignOut(session.counterTicket()));
    }
    return Step.to(
        desk.emptied()
            .with(session)
            .with(Line.Which.RELAY, new Line.Opening())
            .with(Line.Which.COUNTER, new Line.Opening()),
        new DeskEffect.OpenLine(Line.Which.RELAY, session.relayTicket()),
        new DeskEffect.OpenLine(Line.Which.COUNTER, session.counterTicket()));
  }

  /** Ends everything at this desk; nothing of the day stays behind. */
  static Step leave(Desk desk, Optional<SignInFault> why) {
    desk.talk().ongoing().ifPresent(talk -> talk.chat().wipe());
    Desk left = desk.emptied().with(new Access.SignedOut(why));
    return desk.access() instanceof Access.SignedIn session
        ? Step.to(
            left,
            new DeskEffect.ToChannel(new ChannelInput.Ended()),
            new DeskEffect.EndCall(),
            new DeskEffect.CloseLine(Line.Which.RELAY),
            new DeskEffect.CloseLine(Line.Which.COUNTER),
            new DeskEffect.SignOut(session.counterTicket()))
        : Step.to(left);
  }

  private static Step presence(Desk desk, StaffPresence wanted) {
    return desk.relay() instanceof Line.Up
        ? Step.to(
            desk.with(desk.shift().with(wanted)),
            new DeskEffect.ToRelay(new StaffToRelay.SetPresence(wanted)))
        : Step.to(desk);
  }

  private static Step invite(Desk desk, DeskEvent.InvitationWanted wanted) {
    int request = desk.shift().lastRequest() + 1;
    return Step.to(
        desk.with(desk.shift().withRequest(request)),
        new DeskEffect.ToRelay(
            new StaffToRelay.CreateInvitation(
                request, wanted.municipality(), wanted.topic(), wanted.startsAt())));
  }

  private Step lineClosed(Desk desk, DeskEvent.LineClosed closed) {
    if (!(desk.access() instanceof Access.SignedIn)) {
      return Step.to(desk);
    }
    return switch (closed.end()) {
      case TICKET_INVALID -> leave(desk, Optional.of(SignInFault.SESSION_EXPIRED));
      case REPLACED -> leave(desk, Optional.of(SignInFault.SIGNED_IN_ELSEWHERE));
      case BROKEN -> leave(desk, Optional.of(SignInFault.ANSWER_UNREADABLE));
      case LOST -> lost(desk, closed.line());
    };
  }

  private Step lost(Desk desk, Line.Which which) {
    Desk down = desk.with(which, new Line.Down());
    return switch (which) {
      case RELAY -> Step.to(down);
      case COUNTER -> counterRules.lineLost(down);
    };
  }

  private Step ticked(Desk desk, Instant now) {
    if (!(desk.access() instanceof Access.SignedIn session)) {
      return Step.to(desk);
    }
    if (!now.isBefore(session.expiresAt())) {
      return leave(desk, Optional.of(SignInFault.SESSION_EXPIRED));
    }
    return counterRules
        .ticked(desk, now)
        .then(after -> talkRules.ticked(after, now))
        .then(after -> bondRules.ticked(after, now))
        .then(after -> Step.to(withoutOldNotice(after, now)));
  }

  private static Desk withoutOldNotice(Desk desk, Instant now) {
    boolean old =
        desk.notice()
            .filter(notice -> notice.kind() == Notice.Kind.INFORMATION)
            .filter(notice -> !now.isBefore(notice.since().plus(NOTICE_STAYS)))
            .isPresent();
    return old ? desk.with(Optional.<Notice>empty()) : desk;
  }

  private static Step whenSignedIn(Desk desk, Supplier<Step> step) {
    return desk.access() instanceof Access.SignedIn ? step.get() : Step.to(desk);
  }

  static Desk inform(Desk desk, String key, Instant now, String... arguments) {
    return desk.with(
        Optional.of(new Notice(Notice.Kind.INFORMATION, key, List.of(arguments), now)));
  }

  static Desk warn(Desk desk, String key, Instant now, String... arguments) {
    return desk.with(Optional.of(new Notice(Notice.Kind.WARNING, key, List.of(arguments), now)));
  }
}
