package nl.digitalebalie.desktop.call.engine;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import nl.digitalebalie.protocol.signal.Candidate;

/** Two engines on this machine, each the other's resident; signals are carried in memory. */
final class TwoEngines implements AutoCloseable {
  final BlockingQueue<CallEvent> staffEvents = new LinkedBlockingQueue<>();
  final BlockingQueue<CallEvent> residentEvents = new LinkedBlockingQueue<>();
  final LiveCallEngine staff;
  final LiveCallEngine resident;

  TwoEngines(CallDevices staffDevices, CallDevices residentDevices) {
    this(staffDevices, residentDevices, UnaryOperator.identity());
  }

  /**
   * @param onTheWay what becomes of the resident's answer between the two
   */
  TwoEngines(
      CallDevices staffDevices, CallDevices residentDevices, UnaryOperator<String> onTheWay) {
    Wire toStaff = new Wire();
    Wire toResident = new Wire();
    staff = begin(staffDevices, toResident, staffEvents);
    resident = begin(residentDevices, toStaff, residentEvents);
    toResident.end(resident, resident::accept);
    toStaff.end(staff, (epoch, answer) -> staff.answerArrived(epoch, onTheWay.apply(answer)));
  }

  @Override
  public void close() {
    staff.close();
    resident.close();
  }

  static <E extends CallEvent> E await(BlockingQueue<CallEvent> events, Class<E> kind)
      throws InterruptedException {
    return kind.cast(await(events, kind::isInstance));
  }

  private static CallEvent await(BlockingQueue<CallEvent> events, Predicate<CallEvent> right)
      throws InterruptedException {
    while (true) {
      // The test's own time limit guards against a wait in vain.
      CallEvent event = events.take();
      if (right.test(event)) {
        return event;
      }
    }
  }

  private static LiveCallEngine begin(
      CallDevices devices, CallSignals signals, Consumer<CallEvent> events) {
    return LiveCallEngine.begin(
        new CallSettings(
            devices, List.of(), CallSettings.Reach.THIS_MACHINE, CallSettings.CallPicture.STANDARD),
        signals,
        events);
  }

  private static LiveCallEngine begin(
      CallDevices devices, CallSignals signals, BlockingQueue<CallEvent> events) {
    return begin(devices, signals, (Consumer<CallEvent>) events::add);
  }

  private interface Described {
    void by(int epoch, String sdp);
  }

  /** Carries what one engine says to the other. */
  private static final class Wire implements CallSignals {
    private volatile CallEngine far;
    private volatile Described described;

    void end(CallEngine engine, Described whatToDo) {
      far = engine;
      described = whatToDo;
    }

    @Override
    public void offer(int epoch, String sdp) {
      described.by(epoch, sdp);
    }

    @Override
    public void candidate(int epoch, Candidate candidate) {
      far.candidateArrived(epoch, candidate);
    }

    @Override
    public void candidatesDone(int epoch) {
      far.candidatesDone(epoch);
    }
  }
}
