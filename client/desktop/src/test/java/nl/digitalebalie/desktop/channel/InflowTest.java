package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import nl.digitalebalie.desktop.channel.Inflow.Verdict;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.LineState;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;

class InflowTest {
  private static final int PARTS = Math.ceilDiv(PeerMessage.MAX_FILE_BYTES, PeerMessage.PART_BYTES);
  private static final String FILE = "file-of-the-talk-1";
  private static final PeerMessage.FilePart PART =
      new PeerMessage.FilePart(FILE, 0, Sensitive.of("A".repeat(PeerMessage.MAX_PART_CHARS)));
  private static final PeerMessage LETTERS =
      new PeerMessage.LiveText(1, Sensitive.of("Goedemid"), LineState.OPEN);

  private final Inflow inflow = new Inflow();
  private Instant now = Examples.NOW;

  @Test
  void the_largest_file_at_once_and_an_hour_of_the_fastest_typing_pass() {
    for (int part = 0; part < PARTS; part++) {
      assertEquals(Verdict.PASSES, inflow.take(PART, now));
    }
    for (int tenth = 0; tenth < 36_000; tenth++) {
      assertEquals(Verdict.PASSES, inflow.take(LETTERS, now));
      now = now.plusMillis(100);
    }
  }

  @Test
  void every_part_of_ours_may_be_confirmed_at_once_and_once() {
    for (int part = 0; part < PARTS; part++) {
      inflow.said(PART);
    }
    for (int part = 0; part < PARTS + Inflow.MESSAGE_BURST; part++) {
      assertEquals(Verdict.PASSES, inflow.take(new PeerMessage.FileProgress(FILE, 1), now));
    }

    assertEquals(Verdict.DROPPED, inflow.take(new PeerMessage.FileProgress(FILE, 1), now));
  }

  @Test
  void what_exceeds_the_burst_is_dropped_and_twenty_pass_a_second_later() {
    pass(Inflow.MESSAGE_BURST);
    assertEquals(Verdict.DROPPED, inflow.take(LETTERS, now));
    now = now.plusSeconds(1);
    pass(Inflow.MESSAGES_PER_SECOND);

    assertEquals(Verdict.DROPPED, inflow.take(LETTERS, now));
  }

  @Test
  void bytes_of_files_have_their_own_measure() {
    int parts = 0;
    while (inflow.take(PART, now) == Verdict.PASSES) {
      parts++;
    }
    assertEquals(Inflow.BYTE_BURST / PeerMessage.MAX_PART_CHARS, parts);
    assertEquals(Verdict.PASSES, inflow.take(LETTERS, now));
  }

  @Test
  void who_goes_on_and_on_is_a_flood_and_who_stops_is_forgiven() {
    pass(Inflow.MESSAGE_BURST);
    drop(Inflow.MAX_DROPPED - 1);
    now = now.plus(Duration.ofMinutes(1));
    pass(Inflow.MESSAGE_BURST);
    drop(Inflow.MAX_DROPPED - 1);

    assertEquals(Verdict.FLOOD, inflow.take(LETTERS, now));
  }

  private void pass(int count) {
    for (int message = 0; message < count; message++) {
      assertEquals(Verdict.PASSES, inflow.take(LETTERS, now));
    }
  }

  private void drop(int count) {
    for (int message = 0; message < count; message++) {
      assertEquals(Verdict.DROPPED, inflow.take(LETTERS, now));
    }
  }
}
