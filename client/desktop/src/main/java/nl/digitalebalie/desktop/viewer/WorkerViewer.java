package nl.digitalebalie.desktop.viewer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.viewer.ViewerNews.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process for one document. What comes back is as hostile as the document: sizes are checked,
 * time is limited, and the process is killed when it takes too long or is not needed any more.
 */
public final class WorkerViewer implements Viewer {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerViewer.class);

  /** Starting a virtual machine on a slow desktop, and reading a scan of a hundred pages. */
  private static final Duration READING = Duration.ofSeconds(30);

  private static final Duration DRAWING = Duration.ofSeconds(20);

  private final Supply supply;
  private final Executor deskThread;
  private final Consumer<ViewerNews> desk;
  private Optional<Work> current = Optional.empty();

  /** How a process is started, and how long it may take. */
  record Supply(List<String> command, Duration reading, Duration drawing) {
    Supply {
      command = List.copyOf(command);
    }
  }

  /**
   * @param desk hears what came of a document, on its own thread
   */
  public WorkerViewer(Executor deskThread, Consumer<ViewerNews> desk) {
    this(new Supply(WorkerCommand.usual(), READING, DRAWING), deskThread, desk);
  }

  WorkerViewer(Supply supply, Executor deskThread, Consumer<ViewerNews> desk) {
    this.supply = supply;
    this.deskThread = deskThread;
    this.desk = desk;
  }

  @Override
  public void prepare(int request) {
    stop();
    Work work = new Work(request);
    current = Optional.of(work);
    work.start();
  }

  @Override
  public void read(int request, String mediaType, DocumentBytes bytes) {
    work(request).ifPresent(work -> work.orders.add(new Order.Read(mediaType, bytes)));
  }

  @Override
  public void draw(int request, int page, int width) {
    work(request).ifPresent(work -> work.orders.add(new Order.Draw(page, width)));
  }

  @Override
  public void stop() {
    current.ifPresent(Work::end);
    current = Optional.empty();
  }

  private Optional<Work> work(int request) {
    return current.filter(work -> work.request == request);
  }

  private sealed interface Order {
    record Read(String mediaType, DocumentBytes bytes) implements Order {}

    record Draw(int page, int width) implements Order {}
  }

  /** What is wrong with a document; ends the work on it. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    Refused(Fault fault) {
      super(fault.name(), null, false, false);
      this.fault = fault;
    }
  }

  /** One document and its process, on a thread of its own. */
  private final class Work {
    private final int request;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean over;
    private volatile boolean late;

    Work(int request) {
      this.request = request;
      this.thread = Thread.ofVirtual().name("viewer-" + request).unstarted(this::run);
    }

    void start() {
      thread.start();
    }

    void end() {
      over = true;
      thread.interrupt();
      process.ifPresent(Process::destroyForcibly);
    }

    private void run() {
      try {
        Process started = started();
        process = Optional.of(started);
        if (over) {
          return;
        }
        serve(started);
      } catch (Refused refused) {
        fail(refused.fault);
      } catch (IOException broken) {
        fail(late ? Fault.TOO_SLOW : Fault.BROKEN);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        process.ifPresent(Process::destroyForcibly);
      }
    }

    private Process started() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(supply.command());
      Map<String, String> environment = builder.environment();
      String root = environment.get("SystemRoot"); // Windows starts nothing without
      environment.clear();
      if (root != null) {
        environment.put("SystemRoot", root);
      }
      return builder.redirectError(Redirect.DISCARD).start();
    }

    private void serve(Process worker) throws IOException, InterruptedException, Refused {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(worker.getOutputStream()));
      DataInputStream in = new DataInputStream(new BufferedInputStream(worker.getInputStream()));
      while (!over) {
        switch (orders.take()) {
          case Order.Read(String mediaType, DocumentBytes bytes) ->
              tell(within(supply.reading(), () -> read(mediaType, bytes, out, in)));
          case Order.Draw draw -> {
            if (!(orders.peek() instanceof Order.Draw)) { // of several wishes the last one counts
              tell(within(supply.drawing(), () -> drawn(draw, out, in)));
            }
          }
        }
      }
    }

    private ViewerNews read(
        String mediaType, DocumentBytes bytes, DataOutputStream out, DataInputStream in)
        throws IOException, Refused {
      out.writeInt(mediaType.equals("application/pdf") ? Wire.PDF : Wire.IMAGE);
      out.writeInt(bytes.size());
      bytes.writeTo(out);
      out.flush();
      checkStatus(in);
      int pages = in.readInt();
      if (pages < 1) {
        throw new Refused(Fault.NOT_READABLE);
      }
      return new ViewerNews.Counted(request, Math.min(pages, Wire.MAX_PAGES));
    }

    private ViewerNews drawn(Order.Draw draw, DataOutputStream out, DataInputStream in)
        throws IOException, Refused {
      out.writeInt(draw.page());
      out.writeInt(draw.width());
      out.flush();
      checkStatus(in);
      int width = in.readInt();
      int height = in.readInt();
      if (width < 1 || height < 1 || (long) width * height > Wire.MAX_PIXELS) {
        throw new Refused(Fault.TOO_MUCH);
      }
      byte[] pixels = new byte[width * height * Wire.BYTES_A_PIXEL];
      in.readFully(pixels);
      return new ViewerNews.Drawn(request, new PagePicture(draw.page(), width, height, pixels));
    }

    private static void checkStatus(DataInputStream in) throws IOException, Refused {
      switch (in.readInt()) {
        case Wire.FINE -> {}
        case Wire.PROTECTED -> throw new Refused(Fault.PROTECTED);
        case Wire.TOO_MUCH -> throw new Refused(Fault.TOO_MUCH);
        default -> throw new Refused(Fault.NOT_READABLE);
      }
    }

    /** Kills the process when the time is over, which ends the reading from it. */
    private ViewerNews within(Duration limit, Step step)
        throws IOException, InterruptedException, Refused {
      CountDownLatch done = new CountDownLatch(1);
      Thread.ofVirtual().name("viewer-limit").start(() -> killAfter(limit, done));
      try {
        return step.now();
      } finally {
        done.countDown();
      }
    }

    private void killAfter(Duration limit, CountDownLatch done) {
      try {
        if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          late = true;
          process.ifPresent(Process::destroyForcibly);
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }

    private void fail(Fault fault) {
      if (!over) {
        LOG.info("DOCUMENT_NOT_DRAWN {}", fault);
        tell(new ViewerNews.Failed(request, fault));
      }
    }

    /** Nothing of a document that was stopped reaches the desk, not even what was on its way. */
    private void tell(ViewerNews news) {
      deskThread.execute(() -> {
        if (over) {
          if (news instanceof ViewerNews.Drawn(int _, PagePicture picture)) {
            picture.wipe();
          }
        } else {
          desk.accept(news);
        }
      });
    }
  }

  private interface Step {
    ViewerNews now() throws IOException, InterruptedException, Refused;
  }
}
