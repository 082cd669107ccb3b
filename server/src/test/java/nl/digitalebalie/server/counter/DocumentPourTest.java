package nl.digitalebalie.server.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.server.cases.CaseDocuments.Delivery;
import nl.digitalebalie.server.cases.CaseDocuments.Wanted;
import org.junit.jupiter.api.Test;

class DocumentPourTest {
  private static final int PART = CounterToStaff.MAX_PART_BYTES;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final DocumentPour pour = new DocumentPour(5, events::add);

  private int bytesInNextPart() throws InterruptedException {
    Event.DocumentPart part =
        assertInstanceOf(Event.DocumentPart.class, events.poll(60, TimeUnit.SECONDS));
    return Base64.getDecoder().decode(part.base64().reveal()).length;
  }

  @Test
  void pieces_become_parts_and_the_last_one_is_as_long_as_what_is_left() throws Exception {
    pour.begin("application/pdf", PART + 10);
    assertEquals(Wanted.MORE, pour.part(new byte[PART - 10]));
    assertEquals(Wanted.MORE, pour.part(new byte[20]));
    pour.end(new Delivery.Whole(PART + 10));

    assertEquals(new Event.DocumentBegan(5, "application/pdf", PART + 10), events.take());
    assertEquals(PART, bytesInNextPart());
    assertEquals(10, bytesInNextPart());
    assertEquals(new Event.DocumentEnded(5, new Delivery.Whole(PART + 10)), events.take());
  }

  @Test
  void a_client_without_room_holds_up_the_download_until_it_has_room() throws Exception {
    CompletableFuture<Wanted> all =
        CompletableFuture.supplyAsync(
            () -> pour.part(new byte[PART * (CounterToStaff.PARTS_AT_ONCE + 1)]));
    for (int part = 0; part < CounterToStaff.PARTS_AT_ONCE; part++) {
      assertEquals(PART, bytesInNextPart());
    }
    assertEquals(List.of(), List.copyOf(events), "no more than there is room for");

    pour.let(1);
    assertEquals(PART, bytesInNextPart());
    assertEquals(Wanted.MORE, all.get(60, TimeUnit.SECONDS));
  }

  @Test
  void a_stop_reaches_a_download_that_waits_and_nothing_follows() throws Exception {
    CompletableFuture<Wanted> all =
        CompletableFuture.supplyAsync(
            () -> pour.part(new byte[PART * (CounterToStaff.PARTS_AT_ONCE + 2)]));
    for (int part = 0; part < CounterToStaff.PARTS_AT_ONCE; part++) {
      bytesInNextPart();
    }
    pour.stop();

    assertEquals(Wanted.NO_MORE, all.get(60, TimeUnit.SECONDS));
    pour.end(new Delivery.Failed("STOPPED"));
    assertEquals(new Event.DocumentEnded(5, new Delivery.Failed("STOPPED")), events.take());
  }
}
