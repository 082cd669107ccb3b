package nl.digitalebalie.server.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.store.SqliteStore;
import nl.digitalebalie.server.store.Store;

/**
 * A process that many conversations write rows in and that says a row's number only after it is
 * durable. It does not end by itself.
 */
final class AppendUntilKilled {
  private static final int CONVERSATIONS = 16;

  private AppendUntilKilled() {}

  public static void main(String[] arguments) throws InterruptedException {
    Store store = SqliteStore.open(Path.of(arguments[0]));
    AuditWriter writer = new AuditWriter("main", store);
    String run = arguments[1];
    Thread[] threads = new Thread[CONVERSATIONS];
    for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
      String name = run + "-" + conversation;
      threads[conversation] = Thread.ofPlatform().start(() -> append(writer, name));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void append(AuditWriter writer, String name) {
    for (int row = 0; ; row++) {
      String id = "disclosure-" + name + "-" + row;
      Appended appended =
          writer
              .append(
                  new AuditEntry(
                      Instant.ofEpochMilli(row),
                      Optional.empty(),
                      new ConversationId("conversation-" + name),
                      "0af7651916cd43dd8448eb211c80319c",
                      new AuditEvent.DisclosureRejected(
                          new DisclosureId(id), Rejection.ALREADY_USED)))
              .join();
      if (appended instanceof Appended.Durable(long seq)) {
        System.out.println(seq + " " + id);
      }
    }
  }
}
