package nl.digitalebalie.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.call.Controls;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.chat.Chat;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.chat.Hearing;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff.Accepted;
import nl.digitalebalie.protocol.signal.RelayToStaff.Queue.Entry;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** Queue, call and their signalling. The staff client is always the offerer. */
final class TalkRules {
  /** A local server answers within milliseconds; after this the question is lost. */
  static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(10);

  Step on(Desk desk, RelayToStaff message, Instant now) {
    return switch (message) {
      case RelayToStaff.Welcome welcome -> welcomed(desk, welcome, now);
      case RelayToStaff.Queue queue -> queue(desk, queue.entries());
      case Accepted accepted -> accepted(desk, accepted, now);
      case RelayToStaff.Answer answer ->
          feed(
              desk,
              answer.conversation(),
              answer.epoch(),
              new DeskEffect.ToChannel(
                  new ChannelInput.Answered(answer.epoch(), answer.sdp(), answer.announcement())));
      case RelayToStaff.TrickledCandidate trickled ->
          feed(
              desk,
              trickled.conversation(),
              trickled.epoch(),
              new DeskEffect.FeedCandidate(trickled.epoch(), trickled.candidate()));
      case RelayToStaff.CandidatesDone done ->
          feed(
              desk,
              done.conversation(),
              done.epoch(),
              new DeskEffect.FeedCandidatesDone(done.epoch()));
      case RelayToStaff.WantNewConnection wanted ->
          in(desk, wanted.conversation())
              .map(talk -> wanted(desk, talk, wanted, now))
              .orElse(Step.to(desk));
      case RelayToStaff.Sealed sealed ->
          in(desk, sealed.conversation())
              .map(_ ->
                  Step.to(
                      desk, new DeskEffect.ToChannel(new ChannelInput.FrameArrived(sealed.data()))))
              .orElse(Step.to(desk));
      case RelayToStaff.SealedResend resend ->
          in(desk, resend.conversation())
              .map(_ ->
                  Step.to(
                      desk,
                      new DeskEffect.ToChannel(
                          new ChannelInput.ResendWanted(resend.epoch(), resend.from()))))
              .orElse(Step.to(desk));
      case RelayToStaff.ChannelChanged changed ->
          in(desk, changed.conversation())
              .map(talk -> changed(desk, talk, changed, now))
              .orElse(Step.to(desk));
      case RelayToStaff.MediaStateChanged changed ->
          in(desk, changed.conversation())
              .map(talk -> Step.to(desk.with(talk.with(talk.call().with(changed.media())))))
              .orElse(Step.to(desk));
      case RelayToStaff.ResidentPresenceChanged changed ->
          in(desk, changed.conversation())
              .map(talk -> Step.to(desk.with(talk.with(talk.call().with(changed.presence())))))
              .orElse(Step.to(desk));
      case RelayToStaff.Ended ended -> ended(desk, ended);
      case RelayToStaff.InvitationCreated created ->
          created.request() == desk.shift().lastRequest()
              ? Step.to(desk.with(desk.shift().withCreated(Optional.of(created))))
              : Step.to(desk);
      case RelayToStaff.Invitations invitations ->
          Step.to(desk.with(desk.shift().withInvitations(invitations.invitations())));
      case RelayToStaff.Refused refused -> refused(desk, refused, now);
    };
  }

  private Step welcomed(Desk desk, RelayToStaff.Welcome welcome, Instant now) {
    Desk up =
        desk.with(Line.Which.RELAY, new Line.Up())
            .with(
                desk.shift().withMunicipalities(welcome.municipalities()).with(welcome.presence()));
    Optional<Talk.Ongoing> before = desk.talk().ongoing();
    if (welcome.current().isPresent()) {
      Accepted current = welcome.current().get();
      if (isHungUp(desk, current.conversation())) {
        // It was said while the line was going, and nobody heard it.
        return Step.to(up, new DeskEffect.ToRelay(new StaffToRelay.HangUp(current.conversation())));
      }
      return before.filter(talk -> talk.conversation().equals(current.conversation())).isPresent()
          ? goesOn(up, before.get(), current, now)
          : beginInstead(up, before, current, now);
    }
    // The server knows of no conversation: it ended, or was lost with a restart, while we were
    // away.
    return before.isPresent() ? close(up, before.get(), EndReason.STAFF_LOST) : Step.to(up);
  }

  private static boolean isHungUp(Desk desk, ConversationId conversation) {
    return desk.talk() instanceof Talk.WrapUp over
        && over.conversation().equals(conversation)
        && over.reason() == EndReason.STAFF_HUNG_UP;
  }

  private static Step beginInstead(
      Desk desk, Optional<Talk.Ongoing> before, Accepted current, Instant now) {
    before.ifPresent(talk -> talk.chat().wipe());
    return begin(desk, current, now);
  }

  /** Media is peer to peer and outlives the socket; only when it stands still is it made anew. */
  private Step goesOn(Desk desk, Talk.Ongoing talk, Accepted current, Instant now) {
    Talk.Ongoing same = talk.with(talk.call().with(current.residentPresence()));
    Step resumed =
        Step.to(
            desk.with(same), new DeskEffect.ToChannel(new ChannelInput.LineBack()), announce(same));
    if (current.channel() != talk.channel()) {
      return resumed
          .then(after -> keyed(after, same, current.residentKey(), now))
          .then(after ->
              after
                  .talk()
                  .ongoing()
                  .map(ongoing ->
                      switched(after, ongoing, current.channel(), current.nextEpoch(), now))
                  .orElse(Step.to(after)));
    }
    boolean sameKey = current.residentKey().equals(talk.bond().residentKey());
    return sameKey && isWhole(talk, now)
        ? resumed
        : resumed
            .then(after -> keyed(after, same, current.residentKey(), now))
            .then(after -> epoch(after, current.nextEpoch(), now));
  }

  /** Whether the connection still carries what it is there for. */
  private static boolean isWhole(Talk.Ongoing talk, Instant now) {
    return switch (talk.channel()) {
      case VIDEO -> talk.call().flows(now);
      case CHAT, PHONE -> talk.lane() == Lane.UP;
    };
  }

  private static Step queue(Desk desk, List<Entry> entries) {
    Set<ConversationId> known = new HashSet<>();
    desk.shift().queue().forEach(entry -> known.add(entry.conversation()));
    boolean somebodyNew = entries.stream().anyMatch(entry -> !known.contains(entry.conversation()));
    Desk next = desk.with(desk.shift().withQueue(entries));
    return somebodyNew && desk.shift().presence() == StaffPresence.AVAILABLE
        ? Step.to(next, new DeskEffect.Chime())
        : Step.to(next);
  }

  Step accept(Desk desk, ConversationId conversation, Instant now) {
    boolean free = desk.talk() instanceof Talk.Nobody && desk.relay() instanceof Line.Up;
    return free
        ? Step.to(
            desk.with(new Talk.Accepting(conversation, now)),
            new DeskEffect.ToRelay(new StaffToRelay.Accept(conversation)))
        : Step.to(desk);
  }

  private Step accepted(Desk desk, Accepted accepted, Instant now) {
    boolean asked =
        desk.talk() instanceof Talk.Accepting(ConversationId conversation, _)
            && conversation.equals(accepted.conversation());
    return asked ? begin(desk, accepted, now) : Step.to(desk);
  }

  /** The binding is asked for first: it travels while the engine opens devices and sockets. */
  private static Step begin(Desk desk, Accepted accepted, Instant now) {
    Talk.Ongoing talk =
        new Talk.Ongoing(
            accepted,
            accepted.channel(),
            CallState.begin(
                accepted.nextEpoch(),
                Controls.START,
                accepted.residentMedia(),
                accepted.residentPresence(),
                now),
            Bond.begin(accepted.residentKey()),
            Chat.EMPTY,
            new IdentityState.NotShown(),
            new PanelState.Locked(LockReason.NOT_IDENTIFIED),
            Talk.Person.KNOWN,
            now,
            Turns.NONE);
    return Step.to(
        desk.with(talk),
        new DeskEffect.ToChannel(
            new ChannelInput.Begun(
                accepted.municipality(), accepted.conversation(), accepted.residentKey())),
        first(talk, accepted.nextEpoch()),
        announce(talk));
  }

  /** What describes the first epoch of a way of talking: the engine, or nothing. */
  private static DeskEffect first(Talk.Ongoing talk, int epoch) {
    return switch (talk.channel()) {
      case VIDEO -> new DeskEffect.BeginCall(epoch, talk.accepted().iceServers());
      case CHAT, PHONE ->
          new DeskEffect.ToChannel(new ChannelInput.Offered(epoch, Optional.empty()));
    };
  }

  /** The relay named the resident's key; another one than before voids what rested on the old. */
  private static Step keyed(Desk desk, Talk.Ongoing talk, String residentKey, Instant now) {
    return talk.bond().residentKey().equals(residentKey)
        ? Step.to(desk)
        : Step.to(
            desk.with(
                talk.with(talk.bond().unbound(residentKey))
                    .with(Hearing.anotherKey(talk.chat(), now))),
            new DeskEffect.ToChannel(new ChannelInput.ResidentKeyed(residentKey)));
  }

  /**
   * Another key counts whatever it crossed on the way: an offer of ours under the old one is void
   * with it. With the same key only an epoch that has not begun is news.
   */
  private static Step wanted(
      Desk desk, Talk.Ongoing talk, RelayToStaff.WantNewConnection wanted, Instant now) {
    boolean sameKey = wanted.residentKey().equals(talk.bond().residentKey());
    return sameKey && wanted.nextEpoch() < talk.nextEpoch()
        ? Step.to(desk)
        : keyed(desk, talk, wanted.residentKey(), now)
            .then(after ->
                after
                    .talk()
                    .ongoing()
                    .map(next -> turn(after, next, wanted.nextEpoch(), now))
                    .orElse(Step.to(after)));
  }

  /** An offer of ours that the switch crossed is refused, and made again in the form of now. */
  private static Step changed(
      Desk desk, Talk.Ongoing talk, RelayToStaff.ChannelChanged changed, Instant now) {
    if (changed.channel() == talk.channel()) {
      return changed.nextEpoch() < talk.nextEpoch()
          ? Step.to(desk)
          : turn(desk, talk, changed.nextEpoch(), now);
    }
    return switched(
        desk, talk.with(talk.turns().taken(now)), changed.channel(), changed.nextEpoch(), now);
  }

  private static Step epoch(Desk desk, int epoch, Instant now) {
    return desk.talk()
        .ongoing()
        .map(talk -> newEpoch(desk, talk, epoch, now))
        .orElse(Step.to(desk));
  }

  /** A new epoch because of the other side, unless there were too many of late. */
  static Step turn(Desk desk, Talk.Ongoing talk, int epoch, Instant now) {
    Talk.Ongoing counted = talk.with(talk.turns().taken(now));
    return counted.turns().isRestless(now)
        ? Step.to(
            desk.with(refusing(relocked(counted, LockReason.NEW_CONNECTION, epoch, now), now)))
        : newEpoch(desk, counted, epoch, now);
  }

  /** Nothing is offered; a person decides whether to try again. */
  private static Talk.Ongoing refusing(Talk.Ongoing talk, Instant now) {
    CallFault fault = new CallFault(CallFault.Kind.RESTLESS, "TOO_MANY_CONNECTIONS");
    return talk.with(
        talk.call().on(new CallNews.ConnectionFailed(talk.call().epoch(), fault), now));
  }

  /** The panel relocks with a new epoch: it may be another person who sits there now. */
  static Step newEpoch(Desk desk, Talk.Ongoing talk, int epoch, Instant now) {
    // An engine counts its epochs up; one whose offer was lost is begun anew.
    boolean again = epoch > talk.call().epoch();
    DeskEffect connect =
        talk.channel() == Channel.VIDEO && again
            ? new DeskEffect.ConnectAgain(epoch)
            : first(talk, epoch);
    return Step.to(desk.with(relocked(talk, LockReason.NEW_CONNECTION, epoch, now)), connect);
  }

  /** Another way of talking: notes, chat and place stay, the panel shuts until it is sure again. */
  private static Step switched(
      Desk desk, Talk.Ongoing talk, Channel channel, int epoch, Instant now) {
    if (talk.channel() == channel) {
      return newEpoch(desk, talk, epoch, now);
    }
    Bond bond =
        switch (channel) {
          case PHONE -> talk.bond().overTelephone();
          case CHAT, VIDEO -> talk.bond().asked();
        };
    Talk.Ongoing next =
        relocked(talk, LockReason.CHANNEL_CHANGED, epoch, now).with(channel).with(bond);
    Step left =
        talk.channel() == Channel.VIDEO
            ? Step.to(desk.with(next), new DeskEffect.EndCall())
            : Step.to(desk.with(next));
    if (next.turns().isRestless(now)) {
      return left.then(after -> Step.to(after.with(refusing(next, now))));
    }
    return talk.channel() == Channel.VIDEO
        ? left.then(after -> Step.to(after, first(next, epoch)))
        : left.then(after -> Step.to(after, first(next, epoch), announce(next)));
  }

  private static Talk.Ongoing relocked(Talk.Ongoing talk, LockReason why, int epoch, Instant now) {
    Talk.Ongoing next =
        talk.with(talk.call().nextEpoch(epoch, now)).with(Hearing.interrupted(talk.chat()));
    boolean somebody =
        talk.identity() instanceof IdentityState.Shown
            || talk.identity() instanceof IdentityState.Asked;
    Talk.Ongoing asked = somebody ? next.with(Talk.Person.TO_CONFIRM) : next;
    return talk.panel() instanceof PanelState.Locked
            && !(talk.identity() instanceof IdentityState.Shown)
        ? asked
        : asked.with(new PanelState.Locked(why));
  }

  Step switchTo(Desk desk, Channel channel, Instant now) {
    return desk.talk()
        .ongoing()
        .filter(_ -> desk.relay() instanceof Line.Up)
        .filter(talk -> talk.channel() != channel)
        .map(talk ->
            talk.turns().taken(now).isRestless(now)
                ? Step.to(DeskRules.warn(desk, "notice.restless", now))
                : Step.to(
                    desk,
                    new DeskEffect.ToRelay(
                        new StaffToRelay.SwitchChannel(talk.conversation(), channel))))
        .orElse(Step.to(desk));
  }

  private static Step feed(Desk desk, ConversationId conversation, int epoch, DeskEffect effect) {
    return in(desk, conversation)
        .filter(talk -> talk.call().epoch() == epoch)
        .map(_ -> Step.to(desk, effect))
        .orElse(Step.to(desk));
  }

  private static Step ended(Desk desk, RelayToStaff.Ended ended) {
    return switch (desk.talk()) {
      case Talk.Ongoing talk when talk.conversation().equals(ended.conversation()) ->
          close(desk, talk, ended.reason());
      case Talk.Accepting accepting when accepting.conversation().equals(ended.conversation()) ->
          Step.to(desk.with(new Talk.Nobody()));
      case Talk.Ongoing _, Talk.Accepting _, Talk.Nobody _, Talk.WrapUp _ -> Step.to(desk);
    };
  }

  static Step hangUp(Desk desk) {
    return desk.talk()
        .ongoing()
        .map(talk ->
            close(desk, talk, EndReason.STAFF_HUNG_UP)
                .then(after ->
                    Step.to(
                        after,
                        new DeskEffect.ToRelay(new StaffToRelay.HangUp(talk.conversation())))))
        .orElse(Step.to(desk));
  }

  /** Identity and cases leave the state with the talk. */
  private static Step close(Desk desk, Talk.Ongoing talk, EndReason reason) {
    talk.chat().wipe();
    return Step.to(
        desk.with(
            new Talk.WrapUp(
                talk.conversation(),
                talk.accepted().municipality(),
                talk.accepted().topic(),
                reason,
                new Talk.Saving.Writing())),
        new DeskEffect.ToChannel(new ChannelInput.Ended()),
        new DeskEffect.EndCall());
  }

  Step controls(Desk desk, UnaryOperator<Controls> change) {
    return desk.talk()
        .ongoing()
        .map(talk -> {
          Controls next = change.apply(talk.call().controls());
          Talk.Ongoing changed = talk.with(talk.call().with(next));
          return Step.to(
              desk.with(changed),
              new DeskEffect.SetMicrophone(next.sentMicrophone()),
              new DeskEffect.SetCamera(next.sentCamera()),
              announce(changed));
        })
        .orElse(Step.to(desk));
  }

  Step devices(Desk desk, DeviceChoice devices) {
    return controls(desk, Controls::withoutTroubles)
        .then(after -> Step.to(after, new DeskEffect.UseDevices(devices)));
  }

  Step reconnect(Desk desk, Instant now) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.call().phase() instanceof CallState.Phase.Failed)
        .map(talk ->
            newEpoch(desk, talk.with(talk.call().forgiven()), talk.nextEpoch(), now)
                .then(after ->
                    Step.to(after, new DeskEffect.ToChannel(new ChannelInput.BindAgain()))))
        .orElse(Step.to(desk));
  }

  Step on(Desk desk, CallNews news, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk)) {
      return Step.to(desk);
    }
    if (talk.channel() != Channel.VIDEO) {
      return Step.to(desk); // the engine was told to end and says its last words
    }
    Talk.Ongoing next = talk.with(talk.call().on(news, now));
    Desk after = desk.with(next);
    int epoch = next.call().epoch();
    return switch (news) {
      case CallNews.Offered(int of, String sdp) when of == epoch ->
          Step.to(
              after, new DeskEffect.ToChannel(new ChannelInput.Offered(epoch, Optional.of(sdp))));
      case CallNews.CandidateFound(int of, var candidate) when of == epoch ->
          trickle(after, new StaffToRelay.TrickledCandidate(talk.conversation(), epoch, candidate));
      case CallNews.CandidatesFinished(int of) when of == epoch ->
          trickle(after, new StaffToRelay.CandidatesDone(talk.conversation(), epoch));
      case CallNews.ConnectionFailed(int of, _)
          when of == epoch && next.call().retriesByItself() && desk.relay() instanceof Line.Up ->
          newEpoch(after, next, next.nextEpoch(), now);
      case CallNews.DeviceFailed _ -> Step.to(after, announce(next));
      case CallNews.Offered _, CallNews.CandidateFound _, CallNews.CandidatesFinished _ ->
          Step.to(desk);
      case CallNews.ConnectionFailed _, CallNews.Secured _, CallNews.FirstPicture _ ->
          Step.to(after);
      case CallNews.RemoteLeft _, CallNews.Measured _ -> Step.to(after);
    };
  }

  /** Follows the offer of its epoch, which may still wait for the binding. */
  private static Step trickle(Desk desk, StaffToRelay message) {
    int epoch = desk.talk().ongoing().map(Talk.Ongoing::call).map(CallState::epoch).orElseThrow();
    return Step.to(desk, new DeskEffect.ToChannel(new ChannelInput.Trickled(epoch, message)));
  }

  private static Step refused(Desk desk, RelayToStaff.Refused refused, Instant now) {
    boolean offer = refused.about().filter("offer"::equals).isPresent();
    Optional<Talk.Ongoing> offered =
        refused.conversation().filter(_ -> offer).flatMap(of -> in(desk, of));
    return offered.isPresent()
        ? offerRefused(desk, offered.get(), refused.code(), now)
        : otherRefused(desk, refused, now);
  }

  /**
   * Offers cross with what the resident does. One that a switch made useless was made again with
   * the news of the switch; one whose number is taken gets the next.
   */
  private static Step offerRefused(Desk desk, Talk.Ongoing talk, ErrorCode code, Instant now) {
    boolean open = talk.bond().offered() == talk.call().epoch() && talk.lane() == Lane.DOWN;
    return switch (code) {
      case STALE_EPOCH ->
          open && !(talk.call().phase() instanceof CallState.Phase.Failed)
              ? turn(desk, talk, talk.nextEpoch(), now)
              : Step.to(desk);
      case NOT_IN_THIS_STATE, UNKNOWN_CONVERSATION -> Step.to(desk);
      default -> Step.to(warnRefused(desk, code, now));
    };
  }

  private static Step otherRefused(Desk desk, RelayToStaff.Refused refused, Instant now) {
    if (refused.code() == ErrorCode.NOT_AVAILABLE
        && refused.about().filter("switch-channel"::equals).isPresent()) {
      return Step.to(DeskRules.warn(desk, "notice.restless", now));
    }
    boolean mine = desk.talk() instanceof Talk.Accepting;
    Desk free = mine ? desk.with(new Talk.Nobody()) : desk;
    return switch (refused.code()) {
      case ALREADY_TAKEN -> Step.to(DeskRules.inform(free, "notice.alreadyTaken", now));
      case STALE_EPOCH, NOT_IN_THIS_STATE, UNKNOWN_CONVERSATION ->
          // Crossed on the way with a message of the server; what the server says next counts.
          Step.to(mine ? DeskRules.inform(free, "notice.residentGone", now) : desk);
      case CHANNEL_NOT_OFFERED -> Step.to(DeskRules.warn(free, "notice.channelNotOffered", now));
      default -> Step.to(warnRefused(free, refused.code(), now));
    };
  }

  static Desk warnRefused(Desk desk, ErrorCode code, Instant now) {
    return DeskRules.warn(desk, "notice.refused", now, code.name());
  }

  Step ticked(Desk desk, Instant now) {
    return desk.talk() instanceof Talk.Accepting(_, Instant since)
            && !now.isBefore(since.plus(ACCEPT_PATIENCE))
        ? Step.to(DeskRules.inform(desk.with(new Talk.Nobody()), "notice.acceptLost", now))
        : Step.to(desk);
  }

  private static DeskEffect announce(Talk.Ongoing talk) {
    Controls controls = talk.call().controls();
    return new DeskEffect.ToRelay(
        new StaffToRelay.MediaStateChanged(
            talk.conversation(), controls.announced(), controls.hold()));
  }

  private static Optional<Talk.Ongoing> in(Desk desk, ConversationId conversation) {
    return desk.talk().ongoing().filter(talk -> talk.conversation().equals(conversation));
  }
}
