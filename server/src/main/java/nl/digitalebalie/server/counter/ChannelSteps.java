package nl.digitalebalie.server.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.LifeSign;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.server.audit.AuditEvent;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.counter.Bond.Pair;
import nl.digitalebalie.server.gate.LifeClock;
import nl.digitalebalie.server.gate.Liveness;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** The steps that make the gate sure of the channel, and those that make it unsure again. */
final class ChannelSteps {
  /** A shift with overtime, as long as the staff member's own ticket. */
  static final Duration TICKET_LIFE = Duration.ofHours(12);

  private final Rules rules;
  private final PanelSteps panel;
  private final DisclosureSteps disclosure;

  ChannelSteps(Rules rules, PanelSteps panel, DisclosureSteps disclosure) {
    this.rules = rules;
    this.panel = panel;
    this.disclosure = disclosure;
  }

  // Keys

  /**
   * The staff client names both keys. The resident's must be the one that the relay told: otherwise
   * somebody shows the two of us different residents.
   */
  void bind(Turn turn, StaffToCounter.BindChannel wish) {
    Optional<PublicPoint> counter = PublicPoint.parse(wish.counterKey());
    Optional<PublicPoint> resident = PublicPoint.parse(wish.residentKey());
    Bond bond = turn.state().bond();
    if (counter.isEmpty() || resident.isEmpty()) {
      deny(turn, "bind-channel", ErrorCode.KEY_REFUSED);
    } else if (!bond.told().equals(resident) || counter.equals(resident)) {
      deny(turn, "bind-channel", ErrorCode.BINDING_MISMATCH);
    } else if (bond.pair().filter(pair -> pair.is(resident.get(), counter.get())).isPresent()) {
      tellBound(turn); // asked again after a reconnect
    } else {
      bind(turn, resident.get(), counter.get());
    }
  }

  private void bind(Turn turn, PublicPoint resident, PublicPoint counter) {
    ChannelBinding binding =
        ChannelBinding.of(
            turn.state().about().municipality(), turn.conversation(), resident, counter);
    if (turn.state().bond().isOneTooMany(binding)) {
      deny(turn, "bind-channel", ErrorCode.TOO_MANY_BINDINGS);
      return;
    }
    unbind(turn);
    Pair pair = new Pair(resident, counter, binding, ticket(turn, counter));
    turn.become(
        turn.state()
            .with(turn.state().bond().bound(pair))
            .with(Live.otherKeys(turn.state().liveness())));
    turn.appendByStaff(new AuditEvent.ChannelBound(hash(binding)));
    tellBound(turn);
  }

  /** The page holds another key than before: whoever that is begins anew. */
  void keyAnnounced(Turn turn, String residentKey) {
    if (turn.state().bond().told().equals(PublicPoint.parse(residentKey))) {
      return;
    }
    unbind(turn);
    turn.become(turn.state().with(turn.state().bond().announced(residentKey)));
  }

  private void unbind(Turn turn) {
    Optional<Pair> before = turn.state().bond().pair();
    if (before.isEmpty()) {
      return;
    }
    panel.close(turn, LockReason.IDENTITY_DROPPED);
    disclosure.keysLost(turn);
    turn.appendBySystem(new AuditEvent.ChannelUnbound(hash(before.get().binding())));
    tellIfOther(turn, turn.state().bond().assurance(), ChannelAssurance.NONE);
  }

  private void tellBound(Turn turn) {
    Pair pair = turn.state().bond().pair().orElseThrow();
    turn.tellStaff(
        new CounterToStaff.ChannelBound(
            turn.conversation(), pair.binding().base64url(), pair.ticket()));
    tellAssurance(turn, turn.state().bond().assurance());
  }

  private String ticket(Turn turn, PublicPoint counterKey) {
    StaffPrincipal staff = turn.state().staff().orElseThrow(); // their message is at work
    return rules
        .signer()
        .ticket(
            new StaffTicketClaims(
                turn.state().about().municipality(),
                turn.conversation(),
                staff.displayName(),
                staff.role(),
                counterKey,
                turn.now(),
                turn.now().plus(TICKET_LIFE)));
  }

  // The spoken code

  void codeChecked(Turn turn, StaffToCounter.CodeChecked checked) {
    Bond bond = turn.state().bond();
    Optional<ChannelBinding> binding = bond.pair().map(Pair::binding);
    if (binding.filter(now -> now.base64url().equals(checked.binding())).isEmpty()) {
      codeOfFormerKeys(turn, checked);
      return;
    }
    if (checked.result() == CodeResult.MATCHED
        && checked.epoch() != turn.state().liveness().epoch()) {
      // it crossed a switch or a reload, which is nobody's mistake: not for a medium that it was
      // perhaps not heard by
      turn.refuseStaff(ErrorCode.STALE_EPOCH, "code-checked");
      return;
    }
    Optional<Bond> next = bond.codeChecked(checked.result());
    if (next.isEmpty()) {
      deny(turn, "code-checked", ErrorCode.NOT_IN_THIS_STATE);
      return;
    }
    CodeResult result =
        checked.result() == CodeResult.WRONG && next.get().codeIsOver()
            ? CodeResult.FAILED
            : checked.result();
    turn.appendByStaff(new AuditEvent.CodeChecked(hash(binding.get()), bond.channel(), result));
    turn.become(turn.state().with(next.get()));
    tellAssurance(turn, next.get().assurance());
    if (result == CodeResult.FAILED) {
      // somebody else answers for the resident: what was shown before was shown by nobody we know
      panel.close(turn, LockReason.IDENTITY_DROPPED);
      disclosure.keysLost(turn);
    }
    assuranceChanged(turn, bond.assurance());
  }

  /** The end of a run whose keys changed under it is written down; anything else is a mistake. */
  private static void codeOfFormerKeys(Turn turn, StaffToCounter.CodeChecked checked) {
    Bond bond = turn.state().bond();
    Optional<ChannelBinding> former =
        checked.result() == CodeResult.ABORTED ? bond.known(checked.binding()) : Optional.empty();
    Optional<Bond> next = former.flatMap(bond::codeAbandoned);
    if (next.isEmpty()) {
      deny(turn, "code-checked", ErrorCode.BINDING_MISMATCH);
      return;
    }
    turn.become(turn.state().with(next.get()));
    turn.appendByStaff(
        new AuditEvent.CodeChecked(hash(former.orElseThrow()), bond.channel(), CodeResult.ABORTED));
  }

  private void assuranceChanged(Turn turn, ChannelAssurance before) {
    ChannelAssurance now = turn.state().bond().assurance();
    if (now != before) {
      panel.attestAnew(turn);
    }
    if (now.compareTo(before) > 0) {
      panel.channelBecameSure(turn);
    }
  }

  // The channel

  void changed(Turn turn, Channel channel) {
    Bond before = turn.state().bond();
    if (before.channel() == channel) {
      return;
    }
    panel.close(turn, LockReason.CHANNEL_CHANGED);
    turn.appendBySystem(new AuditEvent.ChannelChanged(channel));
    turn.become(
        turn.state()
            .with(before.switchedTo(channel))
            .with(Live.connectionOver(turn.state().liveness())));
    tellIfOther(turn, before.assurance(), turn.state().bond().assurance());
    assuranceChanged(turn, before.assurance());
  }

  void epochBegan(Turn turn, int epoch) {
    turn.state()
        .bond()
        .epochBegan(epoch, turn.now())
        .ifPresent(next ->
            turn.become(turn.state().with(next).with(Live.epoch(turn.state().liveness(), epoch))));
  }

  // Signs of life

  void staffBeat(Turn turn, StaffToCounter.Heartbeat beat) {
    Optional<ErrorCode> refusal =
        refusal(turn, Party.COUNTER, beat.epoch(), beat.number(), beat.signature());
    if (refusal.isPresent()) {
      turn.refuseStaff(refusal.get(), "heartbeat");
      return;
    }
    LifeClock clock = staffClock(turn, beat.number());
    Bond bond = turn.state().bond();
    Liveness heard =
        Live.staffSigned(
            turn.state().liveness(), beat.media(), clock.signedAt(beat.number(), turn.now()));
    // what the resident signed was judged by the clock of before, which may have been late
    Liveness judged =
        heard
            .residentSignedAt()
            .map(at -> Live.residentSigned(heard, clock.signedAt(bond.signs().resident(), at)))
            .orElse(heard);
    turn.become(turn.state().with(bond.signed(Party.COUNTER, beat.number(), clock)).with(judged));
    panel.lifeSignTold(turn);
  }

  /**
   * The gate hears of an epoch by the relay, which may be late, and after a restart not at all when
   * it began. The staff client says it without anybody between, so that a sign of theirs far ahead
   * puts the clock right. It can only make the epoch older, and with it every sign that is put by.
   */
  private static LifeClock staffClock(Turn turn, long number) {
    return turn.state()
        .bond()
        .signs()
        .clock()
        .filter(clock -> !clock.isAhead(number, turn.now()))
        .orElseGet(() -> LifeClock.of(number, turn.now()));
  }

  void residentBeat(Turn turn, ResidentToRelay.Heartbeat beat) {
    Optional<LifeClock> clock = turn.state().bond().signs().clock();
    Optional<ErrorCode> refusal =
        refusal(turn, Party.RESIDENT, beat.epoch(), beat.number(), beat.signature())
            .or(() -> clock.isEmpty() ? Optional.of(ErrorCode.NOT_IN_THIS_STATE) : Optional.empty())
            .or(() ->
                clock.get().isAhead(beat.number(), turn.now())
                    ? Optional.of(ErrorCode.SIGNATURE_REFUSED)
                    : Optional.empty());
    if (refusal.isPresent()) {
      turn.refuseResident(refusal.get(), "heartbeat");
      return;
    }
    Instant signedAt = clock.get().signedAt(beat.number(), turn.now());
    turn.become(
        turn.state()
            .with(turn.state().bond().signed(Party.RESIDENT, beat.number(), clock.get()))
            .with(Live.residentSigned(turn.state().liveness(), signedAt)));
    disclosure.residentHeard(turn, signedAt);
    panel.lifeSignTold(turn);
  }

  /** Empty when this party's key signed exactly this, in this epoch, and for the first time. */
  private static Optional<ErrorCode> refusal(
      Turn turn, Party party, int epoch, long number, String signature) {
    Bond bond = turn.state().bond();
    if (bond.pair().isEmpty()) {
      return Optional.of(ErrorCode.NOT_IN_THIS_STATE);
    }
    if (epoch != turn.state().liveness().epoch()) {
      return Optional.of(ErrorCode.STALE_EPOCH);
    }
    Pair pair = bond.pair().get();
    boolean holds =
        number > bond.signs().of(party)
            && number <= LifeClock.MAX_NUMBER
            && new LifeSign(party, pair.binding(), epoch, number)
                .signedBy(pair.of(party), Signed.bytes(signature));
    return holds ? Optional.empty() : Optional.of(ErrorCode.SIGNATURE_REFUSED);
  }

  // Words

  private static void tellIfOther(Turn turn, ChannelAssurance before, ChannelAssurance now) {
    if (before != now) {
      tellAssurance(turn, now);
    }
  }

  private static void tellAssurance(Turn turn, ChannelAssurance now) {
    turn.tellStaff(new CounterToStaff.ChannelAssured(turn.conversation(), now));
  }

  private static void deny(Turn turn, String what, ErrorCode code) {
    turn.appendByStaff(new AuditEvent.Denied(what, code.name()));
    turn.refuseStaff(code, what);
  }

  /**
   * The log must not hold {@code b} itself: whoever reads it could not forge, but could compare.
   */
  static String hash(ChannelBinding binding) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(CanonicalJson.sha256(binding.bytes()));
  }
}
