package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.ChatKeys;
import nl.digitalebalie.protocol.binding.EpochAnnouncement;
import nl.digitalebalie.protocol.binding.EpochBinding;
import nl.digitalebalie.protocol.binding.Opener;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.Sealer;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;

/**
 * One epoch with ourselves, for application start: the first use of each algorithm loads classes
 * for some hundred milliseconds, which the first resident would wait for.
 */
public final class ChannelPrewarm {
  private static final MunicipalityId NOWHERE = new MunicipalityId("warm-up");
  private static final ConversationId NOBODY = new ConversationId("d2FybS11cC13YXJtLXVw");

  private ChannelPrewarm() {}

  public static void run(SecureRandom random) {
    EcKey resident = EcKey.fresh(random);
    EcKey counter = EcKey.fresh(random);
    ChannelBinding binding = ChannelBinding.of(NOWHERE, NOBODY, resident.point(), counter.point());
    EpochAnnouncement theirs = announce(Party.RESIDENT, binding, resident);
    EpochAnnouncement ours = announce(Party.COUNTER, binding, counter);
    if (!theirs.signedBy(resident.point(), theirs.sign(resident.privateKey()))) {
      throw new IllegalStateException("this JDK does not verify its own signatures");
    }
    ChatKeys keys =
        ChatKeys.agree(EpochBinding.of(theirs, ours), counter.privateKey(), resident.point());
    new Opener(keys, Party.COUNTER, NOBODY)
        .open(new Sealer(keys, Party.COUNTER, NOBODY).seal(new byte[1]));
  }

  private static EpochAnnouncement announce(Party party, ChannelBinding binding, EcKey key) {
    return new EpochAnnouncement(party, 1, binding, EpochAnnouncement.noMedia(), key.point());
  }
}
