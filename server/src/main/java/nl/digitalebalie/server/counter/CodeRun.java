package nl.digitalebalie.server.counter;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;

/**
 * What came of the spoken code under one {@code b}.
 *
 * @param wrong media in which the one mistake that is forgiven was made
 * @param matched media in which the digits were right at some time
 * @param sureNow the medium in which they were right since the last switch
 * @param future whether the code can still be asked
 */
record CodeRun(Set<Channel> wrong, Set<Channel> matched, Optional<Channel> sureNow, Future future) {
  static final CodeRun NONE = new CodeRun(Set.of(), Set.of(), Optional.empty(), Future.OPEN);

  CodeRun {
    wrong = Set.copyOf(wrong);
    matched = Set.copyOf(matched);
  }

  /** After a failed or aborted run there is no other under the same keys. */
  enum Future {
    OPEN,
    OVER
  }

  /**
   * Video runs between the certificates that both keys signed, so the code need be said once only,
   * by whichever medium. A telephone call is tied to the page by the code alone, so it must be said
   * in that very call. In a chat nothing can be said outside of what the keys protect.
   */
  ChannelAssurance assurance(Channel channel) {
    boolean sure =
        switch (channel) {
          case VIDEO -> !matched.isEmpty();
          case PHONE -> sureNow.filter(Channel.PHONE::equals).isPresent();
          case CHAT -> false;
        };
    return sure ? ChannelAssurance.SPOKEN : ChannelAssurance.NONE;
  }

  /** Empty when this cannot be: in a chat, twice, or after the end. */
  Optional<CodeRun> heard(Channel medium, CodeResult result) {
    if (future == Future.OVER || (medium == Channel.CHAT && !isTheEnd(result))) {
      return Optional.empty();
    }
    return switch (result) {
      case MATCHED ->
          isSettled(medium)
              ? Optional.empty()
              : Optional.of(
                  new CodeRun(wrong, with(matched, medium), Optional.of(medium), Future.OPEN));
      case WRONG ->
          isSettled(medium)
              ? Optional.empty()
              : Optional.of(
                  wrong.contains(medium)
                      ? over() // whoever counts otherwise: a second mistake is the end
                      : new CodeRun(with(wrong, medium), matched, sureNow, Future.OPEN));
      // also after a match: it may have been told for another medium while the two switched
      case FAILED -> Optional.of(over());
      case ABORTED -> isSettled(medium) ? Optional.empty() : Optional.of(over());
    };
  }

  /** It may have crossed the switch to a chat, and counts there as well. */
  private static boolean isTheEnd(CodeResult result) {
    return result == CodeResult.FAILED || result == CodeResult.ABORTED;
  }

  /** Nothing can come of it any more, and nothing that came of it counts. */
  private CodeRun over() {
    return new CodeRun(wrong, Set.of(), Optional.empty(), Future.OVER);
  }

  /** The keys of the run are gone; empty when it had come to its end before. */
  Optional<CodeRun> abandoned() {
    return future == Future.OVER ? Optional.empty() : Optional.of(over());
  }

  private boolean isSettled(Channel medium) {
    return medium == Channel.VIDEO
        ? matched.contains(Channel.VIDEO)
        : sureNow.filter(medium::equals).isPresent();
  }

  CodeRun callOver() {
    return new CodeRun(wrong, matched, Optional.empty(), future);
  }

  private static Set<Channel> with(Set<Channel> media, Channel medium) {
    Set<Channel> more = EnumSet.of(medium);
    more.addAll(media);
    return more;
  }
}
