package nl.digitalebalie.desktop.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import nl.digitalebalie.protocol.peer.PeerMessage;

/** What follows: the next state, and what to say to the resident, in order. */
public record ChatStep(Chat next, List<PeerMessage> say) {
  public ChatStep {
    say = List.copyOf(say);
  }

  static ChatStep to(Chat next, PeerMessage... say) {
    return new ChatStep(next, List.of(say));
  }

  ChatStep then(Function<Chat, ChatStep> then) {
    ChatStep second = then.apply(next);
    List<PeerMessage> all = new ArrayList<>(say);
    all.addAll(second.say);
    return new ChatStep(second.next, all);
  }
}
