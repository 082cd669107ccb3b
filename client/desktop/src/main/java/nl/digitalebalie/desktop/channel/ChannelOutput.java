package nl.digitalebalie.desktop.channel;

import java.util.Optional;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** What follows from it. */
public sealed interface ChannelOutput {

  record ToRelay(StaffToRelay message) implements ChannelOutput {}

  record ToCounter(StaffToCounter message) implements ChannelOutput {}

  /** For whoever shows the conversation and decides about it. */
  sealed interface News extends ChannelOutput {}

  /** {@code b} is agreed upon with the counter part. */
  record Bound(String binding) implements News {}

  /** The resident's key changed: everything that rested on the old {@code b} is void. */
  record Unbound() implements News {}

  /** The offer of this epoch is on its way. */
  record OfferSent(int epoch) implements News {}

  /**
   * The resident's announcement holds: the description may be used, messages can be sealed.
   *
   * @param sdp empty when the epoch carries messages only
   */
  record Agreed(int epoch, Optional<String> sdp) implements News {
    @Override
    public String toString() {
      return "Agreed[" + epoch + "]"; // holds addresses
    }
  }

  record Broken(int epoch, ChannelFault fault) implements News {}

  /** The resident said this, and nobody else. */
  record Heard(PeerMessage message) implements News {}

  /** This message of ours has arrived. */
  record Delivered(PeerMessage message) implements News {}

  record CodeChanged(CodeState state) implements News {}
}
