package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.server.gate.LifeClock;

/**
 * What ties a conversation to the keys of these two, and how sure the gate is that the two who talk
 * are the two who hold them.
 *
 * @param channel how they talk now
 * @param told the resident's key as the relay says; empty when that is no key
 * @param pair what is bound now
 * @param runs what came of the spoken code, for every {@code b} that this conversation had
 * @param epoch the last that began; epochs only count up, so that none can be brought back
 * @param signs the last sign of life that counted in it
 */
record Bond(
    Channel channel,
    Optional<PublicPoint> told,
    Optional<Pair> pair,
    Map<ChannelBinding, CodeRun> runs,
    int epoch,
    Signs signs) {
  /** A code can be guessed once for each {@code b}: 3 in a million, and then the talk ends. */
  static final int MAX_BINDINGS = 3;

  Bond {
    runs = Map.copyOf(runs);
  }

  /**
   * The keys of the two.
   *
   * @param ticket the gate's word about the staff member's key, for the resident's page
   */
  record Pair(PublicPoint resident, PublicPoint counter, ChannelBinding binding, String ticket) {
    PublicPoint of(Party party) {
      return switch (party) {
        case RESIDENT -> resident;
        case COUNTER -> counter;
      };
    }

    boolean is(PublicPoint residentKey, PublicPoint counterKey) {
      return resident.equals(residentKey) && counter.equals(counterKey);
    }
  }

  /**
   * The signs of life of this epoch.
   *
   * @param resident number of the resident's last one; each is told once, in order
   * @param counter number of the staff client's last one
   * @param clock empty when these keys were bound in the middle of an epoch, as after a restart:
   *     then the staff client's next sign says how old the epoch is
   */
  record Signs(long resident, long counter, Optional<LifeClock> clock) {
    static final Signs NONE = new Signs(0, 0, Optional.empty());

    long of(Party party) {
      return switch (party) {
        case RESIDENT -> resident;
        case COUNTER -> counter;
      };
    }

    Signs with(Party party, long number) {
      return switch (party) {
        case RESIDENT -> new Signs(number, counter, clock);
        case COUNTER -> new Signs(resident, number, clock);
      };
    }

    Signs with(Optional<LifeClock> next) {
      return new Signs(resident, counter, next);
    }
  }

  static Bond none(Channel channel, String residentKey) {
    return new Bond(
        channel, PublicPoint.parse(residentKey), Optional.empty(), Map.of(), 0, Signs.NONE);
  }

  ChannelAssurance assurance() {
    return run().map(run -> run.assurance(channel)).orElse(ChannelAssurance.NONE);
  }

  /** The relay heard another key of the resident: nothing is bound until it is bound anew. */
  Bond announced(String residentKey) {
    return new Bond(channel, PublicPoint.parse(residentKey), Optional.empty(), runs, epoch, signs);
  }

  boolean isOneTooMany(ChannelBinding binding) {
    return !runs.containsKey(binding) && runs.size() >= MAX_BINDINGS;
  }

  /** A {@code b} that comes back keeps what was said under it: one code for each. */
  Bond bound(Pair next) {
    Map<ChannelBinding, CodeRun> known = new HashMap<>(runs);
    known.putIfAbsent(next.binding(), CodeRun.NONE);
    return new Bond(channel, told, Optional.of(next), known, epoch, signs.with(Optional.empty()));
  }

  /** Who speaks on a telephone call says nothing about the next one. */
  Bond switchedTo(Channel next) {
    Map<ChannelBinding, CodeRun> known = new HashMap<>(runs);
    known.replaceAll((binding, run) -> run.callOver());
    return new Bond(next, told, pair, known, epoch, signs);
  }

  /** Empty when this one, or a later one, began before: what was signed in it counted already. */
  Optional<Bond> epochBegan(int next, Instant now) {
    Optional<LifeClock> clock = pair.map(bound -> new LifeClock(now));
    return next > epoch
        ? Optional.of(new Bond(channel, told, pair, runs, next, Signs.NONE.with(clock)))
        : Optional.empty();
  }

  Bond signed(Party party, long number, LifeClock clock) {
    Signs next = signs.with(party, number).with(Optional.of(clock));
    return new Bond(channel, told, pair, runs, epoch, next);
  }

  /** Nothing can come of the code under these keys any more. */
  boolean codeIsOver() {
    return run().filter(run -> run.future() == CodeRun.Future.OVER).isPresent();
  }

  /** Empty when nothing more can come of the code here. */
  Optional<Bond> codeChecked(CodeResult result) {
    return run()
        .flatMap(run -> run.heard(channel, result))
        .map(run -> {
          Map<ChannelBinding, CodeRun> known = new HashMap<>(runs);
          known.put(pair.orElseThrow().binding(), run);
          return new Bond(channel, told, pair, known, epoch, signs);
        });
  }

  /** A run under keys of before was broken off by the change of keys. */
  Optional<Bond> codeAbandoned(ChannelBinding former) {
    return Optional.ofNullable(runs.get(former))
        .flatMap(CodeRun::abandoned)
        .map(run -> {
          Map<ChannelBinding, CodeRun> known = new HashMap<>(runs);
          known.put(former, run);
          return new Bond(channel, told, pair, known, epoch, signs);
        });
  }

  Optional<ChannelBinding> known(String base64url) {
    return runs.keySet().stream()
        .filter(binding -> binding.base64url().equals(base64url))
        .findFirst();
  }

  private Optional<CodeRun> run() {
    return pair.map(bound -> runs.getOrDefault(bound.binding(), CodeRun.NONE));
  }
}
