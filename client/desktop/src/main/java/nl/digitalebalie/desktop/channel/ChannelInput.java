package nl.digitalebalie.desktop.channel;

import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** What happens to the channel of the conversation. */
public sealed interface ChannelInput {

  /** A conversation begins: our key is made, the binding is asked for. */
  record Begun(MunicipalityId municipality, ConversationId conversation, String residentKey)
      implements ChannelInput {}

  /** The relay names the resident's key again; another one than before means another binding. */
  record ResidentKeyed(String residentKey) implements ChannelInput {}

  /** The counter part answered. */
  record Bound(String binding, String ticket) implements ChannelInput {}

  /** The counter part did not bind. */
  record BindingRefused(ErrorCode code) implements ChannelInput {}

  /** Ask again: a person tries again. */
  record BindAgain() implements ChannelInput {}

  /** The counter part's line came back: it may have forgotten everything, or missed something. */
  record CounterBack() implements ChannelInput {}

  /** The counter part said how sure it is of the channel. */
  record Assured(Sureness said) implements ChannelInput {}

  /** The counter part did not take an outcome of the code. */
  record OutcomeRefused(ErrorCode code) implements ChannelInput {}

  /** Whether the gate believes that the two talk to each other. */
  enum Sureness {
    SURE,
    UNSURE
  }

  /**
   * An epoch begins. Its offer goes out as soon as the binding is there.
   *
   * @param sdp the engine's description; empty when the epoch carries messages only
   */
  record Offered(int epoch, Optional<String> sdp) implements ChannelInput {
    @Override
    public String toString() {
      return "Offered[" + epoch + "]"; // holds addresses
    }
  }

  /** Belongs after the offer of its epoch, wherever that is. */
  record Trickled(int epoch, StaffToRelay message) implements ChannelInput {}

  record Answered(int epoch, Optional<String> sdp, SignedAnnouncement announcement)
      implements ChannelInput {
    @Override
    public String toString() {
      return "Answered[" + epoch + "]"; // holds addresses
    }
  }

  record FrameArrived(SealedData data) implements ChannelInput {}

  record ResendWanted(int epoch, long from) implements ChannelInput {}

  /** The relay's line came back while the epoch goes on: what was lost meanwhile is asked for. */
  record LineBack() implements ChannelInput {}

  record Say(PeerMessage message) implements ChannelInput {}

  /** The panel is not open any more. */
  record PanelShut() implements ChannelInput {}

  /** The two can speak over a medium of its own: let the code be said, or go on where it was. */
  record CodeWanted() implements ChannelInput {}

  /** The matched code counts for nothing over this medium: it is asked once more. */
  record CodeWantedAgain() implements ChannelInput {}

  /** Back where the code was matched: that still holds; else as {@link CodeWanted}. */
  record CodeStands() implements ChannelInput {}

  /** Six digits as the staff member heard or saw them. */
  record CodeTyped(Sensitive<String> digits) implements ChannelInput {}

  record BeatDue(int epoch, MediaFlow flow) implements ChannelInput {}

  record Ticked() implements ChannelInput {}

  /** Forget everything. */
  record Ended() implements ChannelInput {}
}
