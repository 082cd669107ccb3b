package nl.digitalebalie.acceptance.hostile;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.binding.CodeOfResident;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/**
 * One conversation with a relay between that may answer each message with any list of messages. A
 * relay that passes everything on is honest.
 */
final class Scene {
  static final MunicipalityId MUNICIPALITY = new MunicipalityId("voorbeeld");
  static final ConversationId CONVERSATION = new ConversationId("Zm9vYmFyYmF6cXV4MTIzNA");

  /** A conversation's keys and code take some twenty messages; more is a loop. */
  private static final int MAX_MESSAGES = 2_000;

  final SecureRandom random = new SecureRandom();
  final Gate gate = new Gate();
  final Resident resident = new Resident(MUNICIPALITY, CONVERSATION, gate, random);
  final Counter counter;
  private final Function<RelayToResident, List<RelayToResident>> towardsResident;
  private final Function<ResidentToRelay, List<ResidentToRelay>> towardsCounter;

  /** Everything that the relay got to see, as it would travel. */
  final List<String> seen = new ArrayList<>();

  Scene(
      Function<RelayToResident, List<RelayToResident>> towardsResident,
      Function<ResidentToRelay, List<ResidentToRelay>> towardsCounter) {
    this.towardsResident = towardsResident;
    this.towardsCounter = towardsCounter;
    this.counter =
        new Counter(
            MUNICIPALITY, CONVERSATION, gate, random, resident.publicKey(), resident.publicKey());
  }

  static Scene honest() {
    return new Scene(List::of, List::of);
  }

  void connect(int epoch) {
    counter.offer(epoch);
    settle();
  }

  /** Carries messages until nobody has anything to say. */
  void settle() {
    ArrayDeque<Runnable> work = new ArrayDeque<>();
    for (int carried = 0; carried < MAX_MESSAGES; carried++) {
      counter.said().stream()
          .flatMap(Scene::forResident)
          .peek(message -> seen.add(Wire.of(message)))
          .flatMap(message -> towardsResident.apply(message).stream())
          .forEach(message -> work.add(() -> resident.on(message)));
      resident.said().stream()
          .peek(message -> seen.add(Wire.of(message)))
          .flatMap(message -> towardsCounter.apply(message).stream())
          .forEach(message -> work.add(() -> counter.on(message)));
      Runnable next = work.poll();
      if (next == null) {
        return;
      }
      next.run();
    }
    throw new IllegalStateException("the two never stop talking");
  }

  private static Stream<RelayToResident> forResident(StaffToRelay message) {
    return switch (message) {
      case StaffToRelay.Offer offer ->
          Stream.of(
              new RelayToResident.Offer(
                  offer.epoch(), offer.sdp(), offer.ticket(), offer.announcement()));
      case StaffToRelay.Sealed sealed -> Stream.of(new RelayToResident.Sealed(sealed.data()));
      case StaffToRelay.SealedResend resend ->
          Stream.of(new RelayToResident.SealedResend(resend.epoch(), resend.from()));
      default -> Stream.empty();
    };
  }

  /** Neither end would send media. */
  boolean noMedia() {
    return resident.mediaTo().isEmpty() && counter.agreed().isEmpty();
  }

  Optional<String> codeShown() {
    return resident
        .code()
        .filter(CodeOfResident.Showing.class::isInstance)
        .map(showing -> ((CodeOfResident.Showing) showing).code());
  }
}
