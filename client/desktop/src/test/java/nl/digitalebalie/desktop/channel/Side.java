package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** The staff side of one channel and the resident who talks to it. */
final class Side {
  final List<ChannelOutput> out = new ArrayList<>();
  Resident resident = Resident.usual();
  Instant now = Examples.NOW;
  private final ChannelOwner owner = new ChannelOwner(new SecureRandom());
  private int carried;

  Side begin() {
    return on(new ChannelInput.Begun(Examples.DRUTEN, Examples.FIRST, resident.key()));
  }

  Side on(ChannelInput input) {
    out.addAll(owner.on(input, now));
    return this;
  }

  Side passes(Duration time) {
    now = now.plus(time);
    return on(new ChannelInput.Ticked());
  }

  Side bind() {
    CounterToStaff.ChannelBound bound = resident.bound(last(StaffToCounter.BindChannel.class));
    return on(new ChannelInput.Bound(bound.binding(), bound.ticket()));
  }

  Side offered(int epoch) {
    return on(new ChannelInput.Offered(epoch, Optional.of(Resident.offerSdp())));
  }

  /** Bound, offered, answered. */
  Side talking() {
    return begin().bind().offered(1).answered();
  }

  Side answered() {
    return answered(resident.answer(last(StaffToRelay.Offer.class)));
  }

  Side answered(RelayToStaff.Answer answer) {
    return on(new ChannelInput.Answered(answer.epoch(), answer.sdp(), answer.announcement()));
  }

  Side arrives(RelayToStaff.Sealed sealed) {
    return on(new ChannelInput.FrameArrived(sealed.data()));
  }

  Side arrives(SealedData data) {
    return on(new ChannelInput.FrameArrived(data));
  }

  Side says(String text) {
    return on(new ChannelInput.Say(chat(text)));
  }

  static PeerMessage.Chat chat(String text) {
    return new PeerMessage.Chat("id-of-" + "x".repeat(10) + text.length(), Sensitive.of(text));
  }

  /** Carries what was sealed to the resident, and answers back. */
  Side exchange() {
    for (; carried < out.size(); carried++) {
      if (out.get(carried) instanceof ChannelOutput.ToRelay(StaffToRelay.Sealed sealed)) {
        resident.hears(sealed).forEach(this::arrives);
      }
    }
    return this;
  }

  Side types(String digits) {
    return on(new ChannelInput.CodeTyped(Sensitive.of(digits))).exchange();
  }

  <T> T last(Class<T> type) {
    return all(type).getLast();
  }

  <T> List<T> all(Class<T> type) {
    return out.stream()
        .map(output ->
            switch (output) {
              case ChannelOutput.ToRelay(StaffToRelay message) -> message;
              case ChannelOutput.ToCounter(StaffToCounter message) -> message;
              case ChannelOutput.News news -> news;
            })
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  List<String> heard() {
    return all(ChannelOutput.Heard.class).stream()
        .map(ChannelOutput.Heard::message)
        .filter(PeerMessage.Chat.class::isInstance)
        .map(message -> ((PeerMessage.Chat) message).text().reveal())
        .toList();
  }

  List<ChannelFault> faults() {
    return all(ChannelOutput.Broken.class).stream().map(ChannelOutput.Broken::fault).toList();
  }

  CodeState code() {
    return last(ChannelOutput.CodeChanged.class).state();
  }
}
