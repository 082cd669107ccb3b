package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;

/** Promises to call back: the server says whose they are, this desk asks and shows. */
final class CallbackRules {
  private CallbackRules() {}

  static Step on(Desk desk, CounterToStaff.Callbacks picture) {
    return to(desk, desk.shift().callbacks().with(picture.entries(), picture.more()));
  }

  static Step on(Desk desk, CounterToStaff.CallbackTaken taken) {
    return to(desk, desk.shift().callbacks().taken(taken.callback(), taken.wish()));
  }

  static Step take(Desk desk, DeskEvent.CallbackWanted wanted) {
    return say(desk, new StaffToCounter.TakeCallback(wanted.callback()));
  }

  static Step finish(Desk desk, DeskEvent.CallbackOver over) {
    return say(
        desk, new StaffToCounter.FinishCallback(over.callback(), over.result(), over.note()));
  }

  /** Before the wrap-up is saved: after that the server knows the conversation no more. */
  static Step promise(Desk desk, DeskEvent.CallbackPromised promised) {
    return desk.talk() instanceof Talk.WrapUp wrapUp
        ? say(desk, new StaffToCounter.PromiseCallback(wrapUp.conversation(), promised.wish()))
        : Step.to(desk);
  }

  /** What is said of a call-back concerns no talk, whatever else is under way. */
  static Optional<Step> refused(Desk desk, CounterToStaff.Refused refused, Instant now) {
    return refused
        .about()
        .filter(about -> about.endsWith("-callback"))
        .map(_ ->
            Step.to(
                DeskRules.warn(
                    desk,
                    refused.code() == ErrorCode.ALREADY_TAKEN
                        ? "notice.callbackTaken"
                        : "notice.callbackRefused",
                    now)));
  }

  private static Step say(Desk desk, StaffToCounter message) {
    return desk.counter() instanceof Line.Up
        ? Step.to(desk, new DeskEffect.ToCounter(message))
        : Step.to(desk);
  }

  private static Step to(Desk desk, Callbacks callbacks) {
    return Step.to(desk.with(desk.shift().with(callbacks)));
  }
}
