package nl.digitalebalie.acceptance.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import java.util.function.ToIntFunction;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.CodeOfCounter;
import nl.digitalebalie.protocol.binding.CodeOfResident;
import nl.digitalebalie.protocol.binding.SpokenCode;
import nl.digitalebalie.protocol.id.ConversationId;
import org.junit.jupiter.api.Test;

/**
 * How often a relay in the middle gets two equal codes, with the code shortened to 8 bits so that a
 * blind guess shows: 1 in 256 and not more, whatever order it plays in.
 */
class GuessingTest {
  private static final int RUNS = 10_000;
  private static final int CODES = 256;

  /** 10,000 runs at 1 in 256: 39 on average; seven standard deviations above it. */
  private static final int AT_MOST = 83;

  private final Random chance = new Random(20261125);
  private final KeyPair resident = Keys.fresh(new SecureRandom());
  private final KeyPair counter = Keys.fresh(new SecureRandom());
  private final KeyPair middle = Keys.fresh(new SecureRandom());

  /** One run: the two legs have a {@code b} each, fixed before any nonce. */
  private record Legs(ChannelBinding towardsResident, ChannelBinding towardsCounter) {}

  private Legs legs() {
    byte[] id = new byte[16];
    chance.nextBytes(id);
    ConversationId conversation =
        new ConversationId(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    return new Legs(
        ChannelBinding.of(
            Scene.MUNICIPALITY, conversation, Keys.point(resident), Keys.point(middle)),
        ChannelBinding.of(
            Scene.MUNICIPALITY, conversation, Keys.point(middle), Keys.point(counter)));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[SpokenCode.NONCE_BYTES];
    chance.nextBytes(nonce);
    return nonce;
  }

  private static int short8(String code) {
    return Integer.parseInt(code) % CODES;
  }

  private int successes(ToIntFunction<Legs> strategy) {
    int equal = 0;
    for (int run = 0; run < RUNS; run++) {
      equal += strategy.applyAsInt(legs());
    }
    return equal;
  }

  /** What the honest resident shows when the relay committed to {@code relayNonce}. */
  private String residentShows(Legs legs, byte[] relayNonce) {
    CodeOfResident.Answered answered =
        new CodeOfResident.Ready(legs.towardsResident)
            .on(SpokenCode.commitment(relayNonce, legs.towardsResident), nonce());
    return assertInstanceOf(CodeOfResident.Showing.class, answered.on(relayNonce)).code();
  }

  @Test
  void learning_the_residents_code_first_does_not_help() {
    int equal =
        successes(legs -> {
          CodeOfCounter.Committed counterCommitted =
              new CodeOfCounter.Committed(legs.towardsCounter, nonce());
          int wanted = short8(residentShows(legs, nonce()));
          // the counter's nonce is hidden behind its commitment: any nonce is as good as another
          byte[] guess = ByteBuffer.allocate(SpokenCode.NONCE_BYTES).putInt(wanted).array();
          return short8(counterCommitted.on(guess).code()) == wanted ? 1 : 0;
        });
    assertRate(equal);
  }

  @Test
  void learning_the_counters_code_first_does_not_help() {
    int equal =
        successes(legs -> {
          CodeOfCounter.Revealed counterRevealed =
              new CodeOfCounter.Committed(legs.towardsCounter, nonce()).on(nonce());
          int wanted = short8(counterRevealed.code());
          // the relay must commit before it sees the resident's nonce
          byte[] committed = ByteBuffer.allocate(SpokenCode.NONCE_BYTES).putInt(wanted).array();
          return short8(residentShows(legs, committed)) == wanted ? 1 : 0;
        });
    assertRate(equal);
  }

  @Test
  void opening_the_commitment_to_a_better_nonce_is_refused() {
    int shown =
        successes(legs -> {
          CodeOfResident.Answered answered =
              new CodeOfResident.Ready(legs.towardsResident)
                  .on(SpokenCode.commitment(nonce(), legs.towardsResident), nonce());
          return answered.on(nonce()) instanceof CodeOfResident.Showing ? 1 : 0;
        });
    assertEquals(0, shown);
  }

  /** The control: were the nonce revealed before the answer, a relay would always succeed. */
  @Test
  void without_the_commitment_the_same_relay_would_always_win() {
    Legs legs = legs();
    byte[] counterNonce = nonce();
    int wanted = short8(residentShows(legs, nonce()));
    int tries = 0;
    byte[] chosen = nonce();
    while (short8(SpokenCode.code(chosen, counterNonce, legs.towardsCounter)) != wanted) {
      chosen = nonce();
      tries++;
    }
    assertTrue(tries < 20 * CODES, "found after " + tries);
    assertEquals(
        wanted,
        short8(new CodeOfCounter.Committed(legs.towardsCounter, counterNonce).on(chosen).code()));
  }

  private static void assertRate(int equal) {
    assertTrue(equal <= AT_MOST, equal + " of " + RUNS + " guesses were right");
    assertTrue(equal > 0, "a guess is right now and then, else this measures nothing");
  }
}
