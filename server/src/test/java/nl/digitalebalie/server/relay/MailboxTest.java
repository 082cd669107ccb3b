package nl.digitalebalie.server.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> handled = new ArrayList<>();
  private final Mailbox<String> mailbox = new Mailbox<>(threads::add, this::handle);

  private void handle(String event) {
    handled.add(event);
    if (event.startsWith("bug")) {
      throw new UnsupportedOperationException("a bug of ours");
    }
  }

  /** The waiting room has one mailbox for everybody: it must not stand still for ever. */
  @Test
  void an_event_that_breaks_its_handler_does_not_stop_those_behind_it() {
    mailbox.put("bug with another behind it");
    mailbox.put("bug at the end");
    for (int thread = 0; thread < 2; thread++) {
      assertThrows(UnsupportedOperationException.class, () -> threads.remove().run());
    }
    assertEquals(0, threads.size());

    mailbox.put("later");
    threads.remove().run();

    assertEquals(List.of("bug with another behind it", "bug at the end", "later"), handled);
  }
}
