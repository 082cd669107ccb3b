package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the channel of the conversation that goes on, and lets go of it with the conversation: one
 * at a time, as the desk has one talk at a time. Belongs to the desk's thread.
 */
public final class ChannelOwner {
  private final SecureRandom random;
  private Optional<SecureChannel> channel = Optional.empty();

  public ChannelOwner(SecureRandom random) {
    this.random = random;
  }

  /** What follows from it; nothing when there is no conversation. */
  public List<ChannelOutput> on(ChannelInput input, Instant now) {
    if (input instanceof ChannelInput.Begun begun) {
      List<ChannelOutput> last = end(now);
      SecureChannel fresh = new SecureChannel(begun, random, now);
      channel = Optional.of(fresh);
      return Stream.concat(last.stream(), fresh.drain().stream()).toList();
    }
    return input instanceof ChannelInput.Ended
        ? end(now)
        : channel.map(open -> open.on(input, now)).orElse(List.of());
  }

  private List<ChannelOutput> end(Instant now) {
    List<ChannelOutput> last =
        channel.map(open -> open.on(new ChannelInput.Ended(), now)).orElse(List.of());
    channel = Optional.empty();
    return last;
  }
}
