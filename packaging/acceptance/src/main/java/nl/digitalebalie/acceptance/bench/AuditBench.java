package nl.digitalebalie.acceptance.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.server.audit.AuditEntry;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.audit.AuditLog.Appended;
import nl.digitalebalie.server.audit.AuditWriter;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.StoreAddress;
import nl.digitalebalie.server.store.Tables;

/**
 * {@code bench audit}: durable rows of the audit log on the embedded store. {@code single} is one
 * conversation that waits for each of its rows, {@code grouped} are 64 that do so at once. The peer
 * is a loop that appends as many bytes to a file and waits for the disk (fdatasync) each time, in
 * the same folder and in turn with ours.
 */
public final class AuditBench {
  private static final int ROUNDS = 5;
  private static final int QUICK_ROUNDS = 2;
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final Duration QUICK_ROUND = Duration.ofSeconds(3);
  private static final int CONVERSATIONS = 64;

  /** What one of our rows has in the database. */
  private static final int ROW_BYTES = 400;

  private static final String PEER = "fdatasync";

  private final Path folder;
  private final Duration round;

  private AuditBench(Path folder, Duration round) {
    this.folder = folder;
    this.round = round;
  }

  /** One round: how many a second, and how long each took. */
  private record Round(double perSecond, double p99Millis) {
    static Round of(List<Double> millis, long nanos) {
      return new Round(millis.size() / (nanos / 1e9), Figures.p99(millis));
    }
  }

  public static BenchReport run(BenchOptions options, Path home)
      throws IOException, InterruptedException {
    Path target = home.resolve("target");
    Files.createDirectories(target);
    Path folder = Files.createTempDirectory(target, "bench-audit");
    boolean quick = options.extent() == BenchOptions.Extent.QUICK;
    AuditBench bench = new AuditBench(folder, quick ? QUICK_ROUND : ROUND);
    int rounds = options.runs().orElse(quick ? QUICK_ROUNDS : ROUNDS);
    try {
      List<Row> rows = new ArrayList<>();
      if (options.wants("single")) {
        rows.addAll(bench.measure("single", 1, rounds));
      }
      if (options.wants("grouped")) {
        rows.addAll(bench.measure("grouped", CONVERSATIONS, rounds));
      }
      return new BenchReport(options.name(), rows);
    } finally {
      delete(folder);
    }
  }

  private List<Row> measure(String scenario, int conversations, int rounds)
      throws IOException, InterruptedException {
    List<Round> ours = new ArrayList<>();
    List<Round> peer = new ArrayList<>();
    StoreAddress address = new StoreAddress.File(folder.resolve(scenario + ".sqlite"));
    try (Store store = address.open(EnumSet.of(Tables.COUNTER));
        AuditWriter writer = new AuditWriter("main", store)) {
      append(writer, conversations); // code that is not compiled yet is no measure
      for (int each = 0; each < rounds; each++) {
        peer.add(fdatasync(folder.resolve(scenario + each + ".bin")));
        ours.add(append(writer, conversations));
      }
    }
    return List.of(
        row(scenario, "appendsPerSecond", "1/s", Row.Better.HIGHER, ours, peer, Round::perSecond),
        row(scenario, "p99", "ms", Row.Better.LOWER, ours, peer, Round::p99Millis));
  }

  private static Row row(
      String scenario,
      String metric,
      String unit,
      Row.Better better,
      List<Round> ours,
      List<Round> peer,
      java.util.function.Function<Round, Double> value) {
    return new Row(
        scenario,
        metric,
        unit,
        better,
        Figures.of(ours.stream().map(value).toList()),
        Optional.of(Figures.of(peer.stream().map(value).toList())),
        Optional.of(PEER));
  }

  private Round append(AuditWriter writer, int conversations) throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Double> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Double>>> running = new ArrayList<>();
      for (int each = 0; each < conversations; each++) {
        int conversation = each;
        running.add(threads.submit(() -> talk(writer, conversation, begin)));
      }
      long from = System.nanoTime();
      begin.countDown();
      for (Future<List<Double>> each : running) {
        all.addAll(each.get());
      }
      return Round.of(all, System.nanoTime() - from);
    } catch (java.util.concurrent.ExecutionException failed) {
      throw new IllegalStateException("a row did not become durable", failed);
    }
  }

  private List<Double> talk(AuditWriter writer, int conversation, CountDownLatch begin)
      throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    begin.await();
    long end = System.nanoTime() + round.toNanos();
    for (long now = System.nanoTime(); now < end; ) {
      Appended appended = writer.append(entry(conversation, millis.size())).join();
      if (!(appended instanceof Appended.Durable)) {
        throw new IllegalStateException("a row did not become durable: " + appended);
      }
      long after = System.nanoTime();
      millis.add((after - now) / 1e6);
      now = after;
    }
    return millis;
  }

  private static AuditEntry entry(int conversation, int row) {
    return new AuditEntry(
        Instant.ofEpochMilli(row),
        Optional.of(new StaffId("fatma")),
        new ConversationId("conversation-" + (100_000 + conversation)),
        "0af7651916cd43dd8448eb211c80319c",
        new AuditEvent.DisclosureAsked(
            new DisclosureId("disclosure-" + (100_000 + row)),
            new PurposeId("wmo"),
            "0".repeat(64)));
  }

  private Round fdatasync(Path file) throws IOException {
    List<Double> millis = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocateDirect(ROW_BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long from = System.nanoTime();
      long end = from + round.toNanos();
      long now = from;
      while (now < end) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        long after = System.nanoTime();
        millis.add((after - now) / 1e6);
        now = after;
      }
      return Round.of(millis, now - from);
    } finally {
      Files.delete(file);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(AuditBench::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException stays) {
      throw new UncheckedIOException(stays);
    }
  }
}
