package nl.digitalebalie.rtc.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.Input;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.rtc.negotiate.LocalTransport;
import nl.digitalebalie.rtc.time.MonoTime;

/** Two sessions back to back over simulated links in virtual time; one seed decides everything. */
public final class CallRig {
  private final VirtualTime time = new VirtualTime();
  private final SimulatedLink toResident;
  private final SimulatedLink toStaff;
  private final Party staff;
  private final Party resident;

  private CallRig(LinkConditions toResident, LinkConditions toStaff, RtcConfig config, long seed) {
    this.toResident = new SimulatedLink(toResident, new SplittableRandom(seed));
    this.toStaff = new SimulatedLink(toStaff, new SplittableRandom(seed + 1));
    staff = new Party(config, this.toResident, new SplittableRandom(seed + 2));
    resident = new Party(config, this.toStaff, new SplittableRandom(seed + 3));
  }

  /** A rig whose two directions behave alike. */
  public static CallRig over(LinkConditions bothWays, long seed) {
    return new CallRig(bothWays, bothWays, RtcConfig.standard(), seed);
  }

  /** A rig with a path of its own for each direction. */
  public static CallRig over(LinkConditions toResident, LinkConditions toStaff, long seed) {
    return new CallRig(toResident, toStaff, RtcConfig.standard(), seed);
  }

  /** Some transport: nobody dials it in a simulation. */
  public static LocalTransport transport(int which) {
    byte[] digest = new byte[32];
    digest[31] = (byte) which;
    return new LocalTransport(
        "ufrag" + which,
        "password-of-at-least-22-characters".replace('-', '+') + which,
        Fingerprint.ofSha256(digest),
        List.of());
  }

  /** Offer and answer, both through their text form. */
  public CallRig negotiate() {
    staff.feed(new Input.OfferRequested(now(), transport(1)));
    SessionDescription offer = reread(staff.description());
    resident.feed(new Input.OfferArrived(now(), offer, transport(2)));
    staff.feed(new Input.AnswerArrived(now(), reread(resident.description())));
    return this;
  }

  /** Keys on both sides, cameras and microphones on. */
  public CallRig connect() {
    staff.feed(new Input.Secured(now(), new PlainProtection()));
    resident.feed(new Input.Secured(now(), new PlainProtection()));
    staff.capture(now());
    resident.capture(now());
    return this;
  }

  private static SessionDescription reread(SessionDescription description) {
    return switch (SessionDescription.parse(description.toSdp())) {
      case SdpResult.Parsed(SessionDescription read) -> read;
      case SdpResult.Refused refused ->
          throw new IllegalStateException("our own description is refused: " + refused);
    };
  }

  /** Lets virtual time pass. */
  public CallRig run(Duration duration) {
    MonoTime end = now().plus(duration);
    Optional<MonoTime> next = next();
    while (next.isPresent() && next.get().isBefore(end)) {
      // A deadline in the past means "at once", and time does not run back.
      time.advanceTo(next.get().isBefore(now()) ? now() : next.get());
      step();
      next = next();
    }
    time.advanceTo(end);
    return this;
  }

  private void step() {
    toResident.due(now()).forEach(packet -> deliver(resident, packet));
    toStaff.due(now()).forEach(packet -> deliver(staff, packet));
    staff.wake(now());
    resident.wake(now());
  }

  private void deliver(Party party, SimulatedLink.Delivery packet) {
    party.feed(new Input.DatagramArrived(now(), packet.bytes()));
  }

  private Optional<MonoTime> next() {
    return Stream.of(
            staff.deadline(), resident.deadline(), toResident.deadline(), toStaff.deadline())
        .flatMap(Optional::stream)
        .reduce(MonoTime::earliest);
  }

  public MonoTime now() {
    return time.now();
  }

  /** The side that offers. */
  public Party staff() {
    return staff;
  }

  /** The side that answers. */
  public Party resident() {
    return resident;
  }

  public SimulatedLink toResident() {
    return toResident;
  }

  public SimulatedLink toStaff() {
    return toStaff;
  }
}
