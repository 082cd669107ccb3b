package nl.digitalebalie.desktop.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.binding.ChatKeys;
import nl.digitalebalie.protocol.binding.Opener;
import nl.digitalebalie.protocol.binding.Opener.Opened;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.SealedFrame;
import nl.digitalebalie.protocol.binding.Sealer;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;

/**
 * The sealed messages of one epoch, both directions: each frame once and in order, what is not
 * confirmed is kept and sent again unchanged. Mutable; belongs to its {@link SecureChannel}.
 */
final class SealedLane {
  /** Protocol 3.0: so far back a frame can be asked for again. */
  static final int MAX_KEPT = 64;

  /** A resident who is away for a while gets so many messages afterwards; a talk has fewer. */
  static final int MAX_WAITING = 256;

  /** Protocol 3.0: one may be a fluke of nobody's making, three are somebody. */
  static final int MAX_FORGED = 3;

  /** As many as the server is forgiven. */
  static final int MAX_UNREADABLE = 10;

  /** A resend takes a round trip; who asks sooner asks twice, and is answered as seldom. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** Longer than a confirmation takes; a frame may be lost without any other following it. */
  static final Duration PROBE_AFTER = Duration.ofSeconds(3);

  private static final long NOTHING_OWED = Long.MAX_VALUE;

  private final ConversationId conversation;
  private final int epoch;
  private final Inflow inflow;
  private final Sealer sealer;
  private final Opener opener;
  private final WireCodec<PeerMessage> codec =
      WireCodec.of(PeerMessage.class, SealedFrame.MAX_PLAINTEXT_BYTES);
  private final ArrayDeque<Sent> kept = new ArrayDeque<>();
  private final ArrayDeque<PeerMessage> waiting = new ArrayDeque<>();
  private long lastSent;
  private long confirmed;
  private long owed;
  private int forged;
  private int unreadable;
  private Optional<Instant> asked = Optional.empty();
  private Optional<Instant> resent = Optional.empty();
  private long newestSeen;
  private Line line = Line.STEADY;
  private long resendOwed = NOTHING_OWED;
  private Optional<Waiting> unconfirmed = Optional.empty();

  /** Whether our line was away since we last asked. */
  private enum Line {
    STEADY,
    CAME_BACK
  }

  /** What is kept until it is confirmed: the sealed bytes, and the words where they are ours. */
  private record Sent(SealedFrame frame, PeerMessage message) {
    /** Of a case nothing stays readable: the frame is enough to send it once more. */
    static Sent of(SealedFrame frame, PeerMessage message) {
      return new Sent(
          frame,
          message instanceof PeerMessage.CaseStatus
              ? new PeerMessage.CaseStatus(List.of())
              : message);
    }
  }

  /** Since when nothing moved. */
  private record Waiting(long first, long last, Instant since) {
    boolean isSame(Waiting other) {
      return first == other.first && last == other.last;
    }
  }

  SealedLane(ConversationId conversation, int epoch, ChatKeys keys, Inflow inflow) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.inflow = inflow;
    this.sealer = new Sealer(keys, Party.COUNTER, conversation);
    this.opener = new Opener(keys, Party.RESIDENT, conversation);
  }

  int epoch() {
    return epoch;
  }

  /** Seals it now, or as soon as earlier ones are confirmed. */
  void say(PeerMessage message, Consumer<ChannelOutput> out) {
    if (important() < MAX_KEPT && waiting.isEmpty()) {
      seal(message, out);
    } else if (!passes(message) && waiting.size() < MAX_WAITING) {
      waiting.add(message);
    }
  }

  /** What was to be told of the cases goes no further; what is sealed is the resident's already. */
  void panelShut() {
    waiting.removeIf(PeerMessage.CaseStatus.class::isInstance);
  }

  /** What says nothing any more a second later is not kept for somebody who does not listen. */
  private static boolean passes(PeerMessage message) {
    return switch (message) {
      case PeerMessage.Typing _, PeerMessage.Received _ -> true;
      case PeerMessage.LiveText line -> line.state() == PeerMessage.LineState.OPEN;
      case PeerMessage.Chat _, PeerMessage.PhoneNumber _, PeerMessage.FileOffer _ -> false;
      case PeerMessage.FileAnswer _, PeerMessage.FilePart _, PeerMessage.FileProgress _ -> false;
      case PeerMessage.CodeCommitment _, PeerMessage.CodeNonce _, PeerMessage.CodeReveal _ -> false;
      case PeerMessage.CodeOutcome _, PeerMessage.CaseStatus _ -> false;
    };
  }

  private long important() {
    return kept.stream().filter(sent -> !isReceipt(sent)).count();
  }

  private static boolean isReceipt(Sent sent) {
    return sent.message() instanceof PeerMessage.Received;
  }

  private void seal(PeerMessage message, Consumer<ChannelOutput> out) {
    SealedFrame frame = sealer.seal(codec.encode(message).getBytes(StandardCharsets.UTF_8));
    lastSent = frame.counter();
    if (kept.size() == MAX_KEPT) {
      forgetOldestReceipt();
    }
    kept.add(Sent.of(frame, message));
    inflow.said(message);
    out.accept(send(frame));
  }

  /** Receipts need no confirmation, so they would pile up when only the other side speaks. */
  private void forgetOldestReceipt() {
    for (Iterator<Sent> sent = kept.iterator(); sent.hasNext(); ) {
      if (isReceipt(sent.next())) {
        sent.remove();
        return;
      }
    }
  }

  private ChannelOutput send(SealedFrame frame) {
    return new ChannelOutput.ToRelay(
        new StaffToRelay.Sealed(
            conversation,
            new SealedData(
                epoch,
                frame.counter(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(frame.ciphertext()))));
  }

  /** Opens what came; answers what is wrong beyond repair. */
  Optional<ChannelFault> arrived(SealedData data, Instant now, Consumer<ChannelOutput> out) {
    if (data.epoch() != epoch) {
      return Optional.empty();
    }
    Optional<SealedFrame> frame = frame(data);
    if (frame.isEmpty()) {
      return forged();
    }
    return switch (opener.open(frame.get())) {
      case Opened.Message(long counter, byte[] plaintext) -> opened(counter, plaintext, now, out);
      case Opened.Gap _ -> {
        newestSeen = Math.max(newestSeen, data.counter());
        ask(now, out);
        yield Optional.empty();
      }
      case Opened.Forged _ -> forged();
      case Opened.Repeated _, Opened.OtherEpoch _ -> Optional.empty();
    };
  }

  private static Optional<SealedFrame> frame(SealedData data) {
    try {
      return Optional.of(
          new SealedFrame(
              data.epoch(), data.counter(), Base64.getUrlDecoder().decode(data.ciphertext())));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Optional<ChannelFault> forged() {
    forged++;
    return forged >= MAX_FORGED ? Optional.of(ChannelFault.FRAMES_FORGED) : Optional.empty();
  }

  private Optional<ChannelFault> opened(
      long counter, byte[] plaintext, Instant now, Consumer<ChannelOutput> out) {
    return switch (codec.decode(new String(plaintext, StandardCharsets.UTF_8))) {
      case Decoded.Message<PeerMessage>(PeerMessage message) ->
          switch (inflow.take(message, now)) {
            case PASSES -> {
              heard(counter, message, out);
              yield Optional.empty();
            }
            case DROPPED -> Optional.empty();
            case FLOOD -> Optional.of(ChannelFault.FLOODED);
          };
      case Decoded.Malformed<PeerMessage> _ -> {
        owed = counter;
        unreadable++;
        yield unreadable >= MAX_UNREADABLE
            ? Optional.of(ChannelFault.FRAMES_LOST)
            : Optional.empty();
      }
    };
  }

  private void heard(long counter, PeerMessage message, Consumer<ChannelOutput> out) {
    if (message instanceof PeerMessage.Received(long upTo)) {
      confirmed(upTo, out);
    } else {
      owed = counter;
      out.accept(new ChannelOutput.Heard(message));
    }
  }

  private void confirmed(long counter, Consumer<ChannelOutput> out) {
    if (counter > lastSent) {
      return; // confirms what was never sent
    }
    while (!kept.isEmpty() && kept.peek().frame().counter() <= counter) {
      Sent sent = kept.remove();
      if (!isReceipt(sent)) {
        out.accept(new ChannelOutput.Delivered(sent.message()));
      }
    }
    while (!waiting.isEmpty() && important() < MAX_KEPT) {
      seal(waiting.remove(), out);
    }
  }

  /** The identical frames again; answers when they are not there any more. */
  Optional<ChannelFault> resend(long from, Instant now, Consumer<ChannelOutput> out) {
    if (from > lastSent) {
      return Optional.empty();
    }
    long first = kept.isEmpty() ? lastSent + 1 : kept.peek().frame().counter();
    boolean whole = kept.size() == lastSent + 1 - first;
    if (from < first || !whole) {
      return Optional.of(ChannelFault.FRAMES_LOST);
    }
    resendOwed = Math.min(resendOwed, from);
    answer(now, out);
    return Optional.empty();
  }

  /** After our line was away: whatever went either way meanwhile may have been lost. */
  void lineBack(Instant now, Consumer<ChannelOutput> out) {
    resendOwed = 0;
    answer(now, out);
    line = Line.CAME_BACK;
    ask(now, out);
  }

  /** At most once a second, however often it is asked for: 64 frames are much of a line. */
  private void answer(Instant now, Consumer<ChannelOutput> out) {
    if (resendOwed == NOTHING_OWED || isTooSoon(resent, now)) {
      return;
    }
    long from = resendOwed;
    resendOwed = NOTHING_OWED;
    resent = Optional.of(now);
    kept.stream()
        .filter(sent -> sent.frame().counter() >= from)
        .forEach(sent -> out.accept(send(sent.frame())));
  }

  /** A frame that is known to be missing, and what may have got lost with the line. */
  private void ask(Instant now, Consumer<ChannelOutput> out) {
    boolean missing = newestSeen > opener.last() || line == Line.CAME_BACK;
    if (missing && !isTooSoon(asked, now)) {
      asked = Optional.of(now);
      line = Line.STEADY;
      out.accept(
          new ChannelOutput.ToRelay(
              new StaffToRelay.SealedResend(conversation, epoch, opener.last() + 1)));
    }
  }

  private static boolean isTooSoon(Optional<Instant> last, Instant now) {
    return last.filter(at -> now.isBefore(at.plus(ASK_AGAIN))).isPresent();
  }

  /** Confirms what arrived since the last time; within a second of it (protocol 6). */
  void ticked(Instant now, Consumer<ChannelOutput> out) {
    if (owed > confirmed) {
      confirmed = owed;
      say(new PeerMessage.Received(owed), out);
    }
    answer(now, out);
    ask(now, out);
    probe(now, out);
  }

  /** The newest frame again: whoever lacks one before it then asks for all that is missing. */
  private void probe(Instant now, Consumer<ChannelOutput> out) {
    if (important() == 0) {
      unconfirmed = Optional.empty();
      return;
    }
    Waiting still = new Waiting(kept.getFirst().frame().counter(), lastSent, now);
    Optional<Waiting> before = unconfirmed.filter(still::isSame);
    if (before.isEmpty()) {
      unconfirmed = Optional.of(still);
    } else if (!now.isBefore(before.get().since().plus(PROBE_AFTER))) {
      unconfirmed = Optional.of(still);
      out.accept(send(kept.getLast().frame()));
    }
  }
}
