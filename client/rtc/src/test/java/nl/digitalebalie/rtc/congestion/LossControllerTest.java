package nl.digitalebalie.rtc.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;
import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class LossControllerTest {
  private final LossController controller = new LossController(1_500_000, 100_000, 2_500_000, 30);
  private MonoTime now = new MonoTime(1_000_000_000L);

  private void seconds(int count, int arrived, int lost) {
    for (int i = 0; i < count * 10; i++) {
      List<ArrivalStatus> statuses = new ArrayList<>();
      for (int j = 0; j < arrived; j++) {
        statuses.add(new ArrivalStatus.Arrived(4));
      }
      for (int j = 0; j < lost; j++) {
        statuses.add(new ArrivalStatus.Lost());
      }
      now = now.plus(Duration.ofMillis(100));
      controller.feedback(new TransportFeedback(1, 2, 0, 0, 0, statuses), now);
    }
  }

  private long target() {
    return controller.target().bitsPerSecond();
  }

  @Test
  void without_loss_the_target_grows_to_its_limit_and_no_further() {
    seconds(10, 20, 0);
    assertEquals(2_500_000, target());
  }

  @Test
  void at_five_percent_it_stays() {
    seconds(10, 19, 1);
    assertEquals(1_500_000, target());
  }

  @Test
  void at_heavy_loss_it_falls_to_its_floor_and_asks_for_fewer_pictures() {
    seconds(30, 10, 10);
    assertEquals(100_000, target());
    assertEquals(15, controller.target().framesPerSecond());
  }

  @Test
  void it_recovers_when_the_loss_ends() {
    seconds(5, 10, 10);
    long low = target();
    seconds(5, 20, 0);
    assertTrue(target() > low * 1.5);
  }

  @Test
  void a_handful_of_packets_proves_nothing() {
    seconds(1, 0, 1);
    assertEquals(1_500_000, target());
  }

  @Test
  void receiver_reports_count_only_while_no_transport_feedback_comes() {
    controller.lossReported(0.5, now);
    long afterReport = target();
    assertEquals(1_125_000, afterReport);
    seconds(1, 19, 1);
    controller.lossReported(0.5, now);
    assertEquals(afterReport, target());
  }

  @Test
  void a_remb_limits_and_a_hostile_one_stops_at_the_floor() {
    controller.limited(400_000, now);
    assertEquals(400_000, target());
    controller.limited(0, now);
    assertEquals(100_000, target());
    controller.limited(Long.MAX_VALUE, now);
    assertEquals(1_500_000, target());
  }
}
