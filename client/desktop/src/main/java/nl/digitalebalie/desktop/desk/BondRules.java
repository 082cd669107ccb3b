package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.cases.PanelState;
import nl.digitalebalie.desktop.channel.ChannelFault;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.channel.ChannelOutput;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.desktop.chat.Chat;
import nl.digitalebalie.desktop.chat.ChatRules;
import nl.digitalebalie.desktop.chat.ChatStep;
import nl.digitalebalie.desktop.chat.Entry.Origin;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.chat.Hearing;
import nl.digitalebalie.desktop.identity.IdentityState;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;

/** What the keys of the two lead to: the code, the chat, and the end where they do not hold. */
final class BondRules {
  private final java.util.function.Supplier<String> freshIds;

  /**
   * The rules.
   *
   * @param freshIds random names for messages and files
   */
  BondRules(java.util.function.Supplier<String> freshIds) {
    this.freshIds = freshIds;
  }

  Step on(Desk desk, ChannelOutput.News news, Instant now) {
    if (!(desk.talk() instanceof Talk.Ongoing talk)) {
      return Step.to(desk);
    }
    return switch (news) {
      case ChannelOutput.Bound(String binding) ->
          Step.to(desk.with(talk.with(talk.bond().bound(binding))));
      case ChannelOutput.Unbound _ -> Step.to(desk.with(unbound(talk, now)));
      case ChannelOutput.OfferSent(int epoch) ->
          Step.to(desk.with(talk.with(talk.bond().offered(epoch))));
      case ChannelOutput.Agreed agreed when agreed.epoch() == talk.call().epoch() ->
          agreed(desk, talk, agreed, now);
      case ChannelOutput.Agreed _ -> Step.to(desk);
      case ChannelOutput.Broken(int epoch, ChannelFault fault) ->
          broken(desk, talk, epoch, fault, now);
      case ChannelOutput.Heard(PeerMessage message) ->
          said(desk, talk, Hearing.heard(talk.chat(), message, now));
      case ChannelOutput.Delivered(PeerMessage message) ->
          Step.to(desk.with(talk.with(ChatRules.delivered(talk.chat(), message, now))));
      case ChannelOutput.CodeChanged(CodeState state) -> code(desk, talk, state, now);
    };
  }

  /** Identity and code rested on the old keys, and what was said was meant for them. */
  private static Talk.Ongoing unbound(Talk.Ongoing talk, Instant now) {
    boolean somebody = !(talk.identity() instanceof IdentityState.NotShown);
    Talk.Ongoing bare =
        talk.with(talk.bond().unbound(talk.bond().residentKey()))
            .with(Hearing.anotherKey(talk.chat(), now))
            .with(new IdentityState.NotShown())
            .with(Talk.Person.KNOWN);
    return somebody ? bare.with(new PanelState.Locked(LockReason.IDENTITY_DROPPED)) : bare;
  }

  private static Step agreed(
      Desk desk, Talk.Ongoing talk, ChannelOutput.Agreed agreed, Instant now) {
    if (talk.channel() == Channel.VIDEO && agreed.sdp().isEmpty()) {
      // the relay switched the channel between our offer and this answer
      return broken(desk, talk, agreed.epoch(), ChannelFault.DESCRIPTION_REFUSED, now);
    }
    Bond bond = talk.bond().agreed(agreed.epoch());
    Step ready =
        switch (talk.channel()) {
          case VIDEO ->
              Step.to(
                  desk.with(talk.with(bond)),
                  new DeskEffect.FeedAnswer(agreed.epoch(), agreed.sdp().orElseThrow()),
                  new DeskEffect.ToChannel(new ChannelInput.CodeStands()));
          case PHONE ->
              Step.to(
                  desk.with(talk.with(bond.asked()).with(talk.call().reached())),
                  new DeskEffect.ToChannel(
                      bond.spoken() == Bond.Spoken.ASK_AGAIN
                          ? new ChannelInput.CodeWantedAgain()
                          : new ChannelInput.CodeWanted()));
          // There is no second medium to say the code over.
          case CHAT -> Step.to(desk.with(talk.with(bond).with(talk.call().reached())));
        };
    return ready.then(after ->
        after
            .talk()
            .ongoing()
            .map(next -> said(after, next, Hearing.agreed(next.chat(), now)))
            .orElse(Step.to(after)));
  }

  private static Step broken(
      Desk desk, Talk.Ongoing talk, int epoch, ChannelFault fault, Instant now) {
    return switch (fault.ends()) {
      case CONVERSATION ->
          TalkRules.hangUp(desk)
              .then(after ->
                  Step.to(DeskRules.warn(after, "notice.channelBroken", now, fault.name())));
      case EPOCH -> failed(desk, talk, epoch, fault, now);
      case KEYS ->
          desk.relay() instanceof Line.Up
              ? TalkRules.turn(desk, talk, talk.nextEpoch(), now)
              : Step.to(desk.with(talk.with(talk.bond().agreed(0))));
      case MESSAGES -> cut(desk, talk, epoch, fault, now);
    };
  }

  /** Media goes on where there is any; without, a person decides whether to try once more. */
  private static Step cut(
      Desk desk, Talk.Ongoing talk, int epoch, ChannelFault fault, Instant now) {
    Talk.Ongoing silent = talk.with(talk.bond().agreed(0));
    return switch (talk.channel()) {
      case VIDEO -> Step.to(DeskRules.warn(desk.with(silent), "notice.messagesCut", now));
      case CHAT, PHONE -> failed(desk, silent, epoch, fault, now);
    };
  }

  /** No media and no message of this epoch; a person decides whether to try another. */
  private static Step failed(
      Desk desk, Talk.Ongoing talk, int epoch, ChannelFault fault, Instant now) {
    CallFault.Kind kind =
        switch (fault) {
          case BINDING_UNANSWERED -> CallFault.Kind.COUNTER;
          case FLOODED -> CallFault.Kind.RESTLESS;
          default -> CallFault.Kind.SECURITY;
        };
    int of = epoch == 0 ? talk.call().epoch() : epoch;
    return Step.to(
        desk.with(
            talk.with(
                talk.call()
                    .on(
                        new CallNews.ConnectionFailed(of, new CallFault(kind, fault.name())),
                        now))));
  }

  private static Step code(Desk desk, Talk.Ongoing talk, CodeState state, Instant now) {
    Step known = Step.to(desk.with(talk.with(talk.bond().with(state))));
    return switch (state) {
      case NOT_BEGUN, PREPARING, AWAITED, WRONG_ONCE, MATCHED -> known;
      case FAILED -> hangUp(known, "notice.codeFailed", now);
      case REFUSED -> hangUp(known, "notice.codeRefused", now);
    };
  }

  private static Step hangUp(Step known, String notice, Instant now) {
    return known.then(TalkRules::hangUp).then(after -> Step.to(DeskRules.warn(after, notice, now)));
  }

  Step typed(Desk desk, Sensitive<String> digits) {
    return desk.talk()
        .ongoing()
        .filter(talk -> talk.channel() != Channel.CHAT)
        .filter(talk -> talk.lane() == ChatRules.Lane.UP)
        // Nobody could tell the gate what came of it.
        .filter(_ -> desk.counter() instanceof Line.Up)
        .map(_ -> Step.to(desk, new DeskEffect.ToChannel(new ChannelInput.CodeTyped(digits))))
        .orElse(Step.to(desk));
  }

  // ---- chat

  Step write(Desk desk, Sensitive<String> text, Instant now) {
    return chat(
        desk, talk -> ChatRules.said(talk.chat(), text.reveal(), freshIds.get(), talk.lane(), now));
  }

  Step typing(Desk desk, Sensitive<String> text, Instant now) {
    return chat(desk, talk -> ChatRules.typed(talk.chat(), text, talk.lane(), now));
  }

  Step share(Desk desk, Chat.Sharing wanted, Instant now) {
    return chat(desk, talk -> ChatRules.sharing(talk.chat(), wanted, talk.lane(), now));
  }

  /** A file that cannot be offered any more, or not now, is let go of at once. */
  Step offer(Desk desk, FileRules.Chosen file, Origin origin, Instant now) {
    Optional<FileRules.Room> room =
        desk.talk().ongoing().map(talk -> FileRules.room(talk.chat(), file.bytes().size()));
    if (room.filter(FileRules.Room.ENOUGH::equals).isPresent()) {
      return chat(
          desk,
          talk -> FileRules.offer(talk.chat(), file, origin, freshIds.get(), talk.lane(), now));
    }
    file.bytes().wipe();
    return Step.to(room.isPresent() ? DeskRules.warn(desk, "notice.filesFull", now) : desk);
  }

  Step accept(Desk desk, String file, Instant now) {
    Optional<Talk.Ongoing> talk = desk.talk().ongoing();
    boolean full =
        talk.flatMap(ongoing ->
                ongoing.chat().file(file).map(offered -> FileRules.room(ongoing.chat(), offered)))
            .filter(FileRules.Room.FULL::equals)
            .isPresent();
    return full
        ? Step.to(DeskRules.warn(desk, "notice.filesFull", now))
        : chat(desk, ongoing -> FileRules.accept(ongoing.chat(), file, ongoing.lane()));
  }

  Step decline(Desk desk, String file) {
    return chat(desk, talk -> FileRules.decline(talk.chat(), file));
  }

  Step cancel(Desk desk, String file) {
    return chat(desk, talk -> FileRules.cancel(talk.chat(), file));
  }

  Step saved(Desk desk, String file) {
    return chat(
        desk, talk -> new ChatStep(FileRules.saved(talk.chat(), file), java.util.List.of()));
  }

  Step ticked(Desk desk, Instant now) {
    Step ticked = chat(desk, talk -> ChatRules.ticked(talk.chat(), talk.lane(), now));
    return desk.talk() instanceof Talk.Ongoing
        ? ticked.then(after -> Step.to(after, new DeskEffect.ToChannel(new ChannelInput.Ticked())))
        : ticked;
  }

  private static Step chat(Desk desk, java.util.function.Function<Talk.Ongoing, ChatStep> change) {
    return desk.talk()
        .ongoing()
        .map(talk -> said(desk, talk, change.apply(talk)))
        .orElse(Step.to(desk));
  }

  private static Step said(Desk desk, Talk.Ongoing talk, ChatStep step) {
    return new Step(
        desk.with(talk.with(step.next())),
        step.say().stream()
            .<DeskEffect>map(message -> new DeskEffect.ToChannel(new ChannelInput.Say(message)))
            .toList());
  }
}
