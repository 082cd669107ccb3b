package nl.digitalebalie.acceptance.hostile;

import java.security.SecureRandom;
import java.util.List;
import nl.digitalebalie.protocol.binding.CodeOfResident;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/**
 * The worst case: relay and gate in one hand. It signs its own tickets and owns two complete ends,
 * one towards the resident and one towards the counter. Only the spoken code stands against it.
 */
final class MiddleMan {
  private final SecureRandom random = new SecureRandom();
  private final Gate gate = new Gate();
  private final Resident resident =
      new Resident(Scene.MUNICIPALITY, Scene.CONVERSATION, gate, random);
  private final Resident falseResident =
      new Resident(Scene.MUNICIPALITY, Scene.CONVERSATION, gate, random);
  private final Counter counter = counter(falseResident);
  private final Counter falseCounter = counter(resident);

  private Counter counter(Resident towards) {
    return new Counter(
        Scene.MUNICIPALITY,
        Scene.CONVERSATION,
        gate,
        random,
        towards.publicKey(),
        towards.publicKey());
  }

  void connect() {
    counter.offer(1);
    falseCounter.offer(1);
    carry(counter, falseResident);
    carry(falseCounter, resident);
  }

  private static void carry(Counter counter, Resident resident) {
    boolean busy = true;
    while (busy) {
      List<StaffToRelay> down = counter.said();
      for (StaffToRelay message : down) {
        switch (message) {
          case StaffToRelay.Offer offer ->
              resident.on(
                  new RelayToResident.Offer(
                      offer.epoch(), offer.sdp(), offer.ticket(), offer.announcement()));
          case StaffToRelay.Sealed sealed -> resident.on(new RelayToResident.Sealed(sealed.data()));
          default -> {
            // nothing about keys
          }
        }
      }
      List<ResidentToRelay> up = resident.said();
      up.forEach(counter::on);
      busy = !down.isEmpty() || !up.isEmpty();
    }
  }

  boolean bothLegsStand() {
    return resident.mediaTo().isPresent()
        && counter.agreed().isPresent()
        && shown(resident).length() == 6;
  }

  /** What the resident reads aloud against what the counter compares it with. */
  boolean codesAreEqual() {
    counter.type(shown(resident));
    return counter.code() == nl.digitalebalie.desktop.channel.CodeState.MATCHED;
  }

  private static String shown(Resident end) {
    return end.code()
        .filter(CodeOfResident.Showing.class::isInstance)
        .map(code -> ((CodeOfResident.Showing) code).code())
        .orElse("");
  }
}
