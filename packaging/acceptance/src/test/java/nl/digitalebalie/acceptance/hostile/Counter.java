package nl.digitalebalie.acceptance.hostile;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.channel.ChannelFault;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.channel.ChannelOutput;
import nl.digitalebalie.desktop.channel.ChannelOwner;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** The staff client's real channel, with the gate beside it. */
final class Counter {
  private final MunicipalityId municipality;
  private final ConversationId conversation;
  private final Gate gate;
  private final SecureRandom random;
  private final ChannelOwner channel;
  private final String toldToGate;
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private Optional<String> agreed = Optional.empty();
  private Optional<ChannelFault> fault = Optional.empty();
  private CodeState code = CodeState.NOT_BEGUN;
  private final List<PeerMessage> heard = new ArrayList<>();
  private final List<StaffToRelay> toRelay = new ArrayList<>();
  private final List<StaffToCounter.CodeResult> codeResults = new ArrayList<>();

  /**
   * @param residentKey as the relay told this client
   * @param toldToGate as the relay told the gate
   */
  Counter(
      MunicipalityId municipality,
      ConversationId conversation,
      Gate gate,
      SecureRandom random,
      String residentKey,
      String toldToGate) {
    this.municipality = municipality;
    this.conversation = conversation;
    this.gate = gate;
    this.random = random;
    this.toldToGate = toldToGate;
    this.channel = new ChannelOwner(random);
    feed(new ChannelInput.Begun(municipality, conversation, residentKey));
  }

  /** The description whose certificate the handshake is checked against; empty while none is. */
  Optional<String> agreed() {
    return agreed;
  }

  Optional<ChannelFault> fault() {
    return fault;
  }

  CodeState code() {
    return code;
  }

  List<StaffToCounter.CodeResult> codeResults() {
    return codeResults;
  }

  List<PeerMessage> heard() {
    return heard;
  }

  List<StaffToRelay> said() {
    List<StaffToRelay> all = List.copyOf(toRelay);
    toRelay.clear();
    return all;
  }

  void offer(int epoch) {
    agreed = Optional.empty();
    feed(new ChannelInput.Offered(epoch, Optional.of(Keys.description(Keys.fingerprint(random)))));
  }

  void say(PeerMessage message) {
    feed(new ChannelInput.Say(message));
  }

  void type(String digits) {
    feed(new ChannelInput.CodeTyped(Sensitive.of(digits)));
  }

  void on(ResidentToRelay message) {
    switch (message) {
      case ResidentToRelay.Answer answer ->
          feed(new ChannelInput.Answered(answer.epoch(), answer.sdp(), answer.announcement()));
      case ResidentToRelay.Sealed sealed -> feed(new ChannelInput.FrameArrived(sealed.data()));
      case ResidentToRelay.SealedResend resend ->
          feed(new ChannelInput.ResendWanted(resend.epoch(), resend.from()));
      default -> {
        // nothing about keys
      }
    }
  }

  private void feed(ChannelInput input) {
    // Time passes: a resend is answered once a second.
    now = now.plusSeconds(1);
    channel.on(input, now).forEach(this::take);
  }

  private void take(ChannelOutput output) {
    switch (output) {
      case ChannelOutput.ToRelay(StaffToRelay message) -> toRelay.add(message);
      case ChannelOutput.ToCounter(StaffToCounter.BindChannel asked) ->
          feed(
              gate.bind(municipality, asked, toldToGate)
                  .<ChannelInput>map(
                      bound -> new ChannelInput.Bound(bound.binding(), bound.ticket()))
                  .orElseGet(() -> new ChannelInput.BindingRefused(ErrorCode.BINDING_MISMATCH)));
      case ChannelOutput.ToCounter(StaffToCounter.CodeChecked checked) ->
          codeResults.add(checked.result());
      case ChannelOutput.ToCounter _ -> {}
      case ChannelOutput.Agreed(int epoch, Optional<String> sdp) -> {
        agreed = sdp;
        feed(new ChannelInput.CodeWanted());
      }
      case ChannelOutput.Broken(int epoch, ChannelFault why) -> {
        fault = Optional.of(why);
        agreed = Optional.empty();
      }
      case ChannelOutput.Heard(PeerMessage message) -> heard.add(message);
      case ChannelOutput.CodeChanged(CodeState state) -> code = state;
      case ChannelOutput.Bound _,
          ChannelOutput.Unbound _,
          ChannelOutput.OfferSent _,
          ChannelOutput.Delivered _ -> {}
    }
  }
}
