package nl.digitalebalie.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.testkit.CallRig;
import nl.digitalebalie.rtc.testkit.LinkConditions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the network may throw at a session. The simulation has no SRTP, so mutated packets get as
 * far as only an authenticated peer's could in the product.
 */
class HostileCallTest {
  private static final LinkConditions CITY = LinkConditions.perfect(Duration.ofMillis(30));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void mutated_packets_never_throw_and_the_call_goes_on_after_them(long seed) {
    CallRig rig = CallRig.over(CITY, seed).negotiate().connect();
    SplittableRandom random = new SplittableRandom(seed);
    rig.toResident()
        .only(packet -> {
          if (random.nextInt(10) == 0) {
            rig.resident().feed(new Input.DatagramArrived(rig.now(), mutated(packet, random)));
          }
          return true;
        });
    rig.run(Duration.ofSeconds(10));
    rig.toResident().only(_ -> true);
    rig.run(Duration.ofSeconds(20));

    long late =
        rig.resident().videoTimes().stream()
            .filter(at -> rig.now().since(at).compareTo(Duration.ofSeconds(5)) < 0)
            .count();
    assertTrue(late > 100, "pictures in the last five seconds: " + late);
    long sound =
        rig.resident().audioTimes().stream()
            .filter(at -> rig.now().since(at).compareTo(Duration.ofSeconds(5)) < 0)
            .count();
    assertTrue(sound > 200, "sounds in the last five seconds: " + sound);
  }

  private static byte[] mutated(byte[] packet, SplittableRandom random) {
    byte[] copy = packet.clone();
    switch (random.nextInt(5)) {
      case 0 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length + 1));
      case 1 -> copy = Arrays.copyOf(copy, copy.length + random.nextInt(64));
      case 2 -> random.nextBytes(copy);
      case 3 -> {
        random.nextBytes(copy);
        copy[0] = (byte) (0x80 | random.nextInt(64));
      }
      default -> {
        int flips = 1 + random.nextInt(6);
        for (int i = 0; i < flips; i++) {
          copy[random.nextInt(Math.min(copy.length, 40))] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2_049, 65_000})
  void datagrams_of_absurd_size_are_counted_and_dropped(int size) {
    CallRig rig = CallRig.over(CITY, 1).negotiate().connect();
    rig.resident().feed(new Input.DatagramArrived(rig.now(), new byte[size]));
    rig.run(Duration.ofSeconds(2));
    var discarded = rig.resident().stats().discarded();
    long counted =
        discarded.getOrDefault(Discard.BAD_SIZE, 0L)
            + discarded.getOrDefault(Discard.UNKNOWN_PROTOCOL, 0L);
    assertEquals(1, counted);
  }
}
