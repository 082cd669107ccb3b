package nl.digitalebalie.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.server.audit.merkle.ConsistencyProof;
import nl.digitalebalie.server.audit.merkle.Hash;

/**
 * The witness's file: one line for each head, only ever added to, each on disk before it is
 * answered. The rule of the witness is here: a head is taken when it is signed by its log's key and
 * proven to have grown out of the last one.
 *
 * <p>What a crash left of a line without an end was never answered and is cut off; anything else
 * that does not fit is not repaired.
 */
public final class HeadBook implements Witness {
  private final FileChannel file;
  private final FileChannel lock;
  private final Map<String, ECPublicKey> logs;
  private final Optional<ECPrivateKey> signing;
  private final InstantSource clock;
  private final Map<String, NavigableMap<Long, Place>> heads = new HashMap<>();
  private final Map<String, WitnessedHead> last = new HashMap<>();
  private long end;

  /** Where a line begins, and its bytes without the line's end. */
  private record Place(long begin, int length) {}

  private HeadBook(
      FileChannel file,
      FileChannel lock,
      Map<String, ECPublicKey> logs,
      Optional<ECPrivateKey> signing,
      InstantSource clock) {
    this.file = file;
    this.lock = lock;
    this.logs = Map.copyOf(logs);
    this.signing = signing;
    this.clock = clock;
  }

  /**
   * Opens or creates the file; nobody else may write to it until it is closed.
   *
   * @param logs by name, with the key that signs its heads
   * @param signing what heads are countersigned with, if at all
   * @throws IOException when it cannot be used; the message says why
   */
  public static HeadBook open(
      Path path, Map<String, ECPublicKey> logs, Optional<ECPrivateKey> signing, InstantSource clock)
      throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel lock = locked(path.resolveSibling(path.getFileName() + ".lock"));
    try {
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      HeadBook book = new HeadBook(file, lock, logs, signing, clock);
      book.load(path);
      return book;
    } catch (IOException unusable) {
      lock.close();
      throw unusable;
    }
  }

  private static FileChannel locked(Path path) throws IOException {
    FileChannel lock = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = lock.tryLock();
      if (held != null) {
        return lock;
      }
    } catch (OverlappingFileLockException ours) {
      // the same answer as from another process
    }
    lock.close();
    throw new IOException("another program writes to it: " + path);
  }

  private void load(Path path) throws IOException {
    for (HeadFile.Line line : HeadFile.lines(path)) {
      Optional<WitnessedHead> read = WitnessedHead.parse(line.text());
      Optional<SignedHead> head =
          read.flatMap(each ->
              HeadKey.chain(each.head())
                  .flatMap(chain -> Optional.ofNullable(logs.get(chain)))
                  .flatMap(key -> HeadKey.read(key, each.head())));
      if (head.isEmpty()) {
        throw new IOException(
            "line " + line.number() + " is no head of a log that is configured: " + path);
      }
      add(head.get().head(), read.get(), new Place(line.begin(), line.length()));
      end = line.begin() + line.length() + 1;
    }
    file.truncate(end);
  }

  private void add(TreeHead head, WitnessedHead line, Place place) {
    heads.computeIfAbsent(head.chain(), chain -> new TreeMap<>()).put(head.size(), place);
    last.put(head.chain(), line);
  }

  @Override
  public synchronized Answer submit(String jws, ConsistencyProof proof) {
    Optional<String> chain = HeadKey.chain(jws);
    if (chain.isEmpty()) {
      return new Answer.Refused(Reason.MALFORMED);
    }
    ECPublicKey key = logs.get(chain.get());
    if (key == null) {
      return new Answer.Refused(Reason.UNKNOWN_LOG);
    }
    Optional<SignedHead> head = HeadKey.read(key, jws);
    return head.isEmpty()
        ? new Answer.Refused(Reason.SIGNATURE)
        : judge(key, head.get().head(), jws, proof);
  }

  private Answer judge(ECPublicKey key, TreeHead head, String jws, ConsistencyProof proof) {
    Optional<WitnessedHead> before = Optional.ofNullable(last.get(head.chain()));
    Optional<TreeHead> old =
        before.flatMap(each -> HeadKey.read(key, each.head())).map(SignedHead::head);
    long oldSize = old.map(TreeHead::size).orElse(0L);
    Hash oldRoot = old.map(TreeHead::root).orElse(Hash.EMPTY_TREE);
    if (head.size() < oldSize) {
      return new Answer.Refused(Reason.SHRUNK);
    }
    if (head.size() == oldSize) {
      return head.root().equals(oldRoot)
          ? new Answer.Accepted(before.flatMap(WitnessedHead::countersignature))
          : new Answer.Refused(Reason.INCONSISTENT);
    }
    if (proof.oldSize() != oldSize) {
      return new Answer.StartsAt(oldSize);
    }
    if (proof.newSize() != head.size() || !proof.holds(oldRoot, head.root())) {
      return new Answer.Refused(Reason.INCONSISTENT);
    }
    return keep(head, jws);
  }

  private Answer keep(TreeHead head, String jws) {
    WitnessedHead line =
        new WitnessedHead(
            jws, signing.map(key -> Countersignature.sign(key, jws, clock.instant())));
    byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer, end + buffer.position());
      }
      file.force(true);
    } catch (IOException full) {
      return new Answer.Unreachable("WITNESS_DISK"); // the next line goes over what was written
    }
    add(head, line, new Place(end, bytes.length - 1));
    end += bytes.length;
    return new Answer.Accepted(line.countersignature());
  }

  /** The heads of a log that are larger than {@code after}, the smallest first. */
  public synchronized List<WitnessedHead> page(String chain, long after, int limit) {
    List<WitnessedHead> page = new ArrayList<>();
    NavigableMap<Long, Place> all = heads.getOrDefault(chain, new TreeMap<>());
    for (Place place : all.tailMap(after, false).values()) {
      if (page.size() == limit) {
        break;
      }
      page.add(read(place));
    }
    return page;
  }

  private WitnessedHead read(Place place) {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(place.length());
      while (buffer.hasRemaining() && file.read(buffer, place.begin() + buffer.position()) >= 0) {
        // until the line is whole
      }
      return WitnessedHead.parse(new String(buffer.array(), StandardCharsets.UTF_8))
          .orElseThrow(() -> new IllegalStateException("the file of heads was changed"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
      lock.close();
    } catch (IOException unclosable) {
      throw new UncheckedIOException(unclosable);
    }
  }
}
