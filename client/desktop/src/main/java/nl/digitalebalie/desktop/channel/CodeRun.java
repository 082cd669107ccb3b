package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.CodeOfCounter;
import nl.digitalebalie.protocol.binding.SpokenCode;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.CodeWord;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;

/**
 * The one run of the spoken code under one {@code b}, over as many epochs as it takes. One slip is
 * forgiven in each medium, whatever happens in between. Mutable; belongs to its {@link
 * SecureChannel}. The code itself never leaves this class.
 */
final class CodeRun {
  private final ConversationId conversation;
  private final ChannelBinding binding;
  private final Set<Medium> slips = EnumSet.noneOf(Medium.class);
  private CodeOfCounter run;
  private CodeState state = CodeState.PREPARING;
  private Optional<CodeOfCounter.Matched> matchedBefore = Optional.empty();
  private Asked asked = new Asked(0, Medium.MEDIA);
  private Told told = Told.NOT_MATCHED;

  /** What the code is said over. */
  enum Medium {
    /** The media that the keys protect. */
    MEDIA,
    /** An ordinary telephone; the keys protect messages only. */
    TELEPHONE
  }

  /** Where the digits are awaited: what is heard elsewhere counts for nothing. */
  private record Asked(int epoch, Medium medium) {}

  /** Whether the page was told that the code is right, and stopped showing it. */
  private enum Told {
    NOT_MATCHED,
    MATCHED
  }

  CodeRun(ConversationId conversation, ChannelBinding binding, SecureRandom random) {
    byte[] nonce = new byte[SpokenCode.NONCE_BYTES];
    random.nextBytes(nonce);
    this.conversation = conversation;
    this.binding = binding;
    this.run = new CodeOfCounter.Committed(binding, nonce);
  }

  CodeState state() {
    return state;
  }

  /** Whether digits that are typed in this epoch were heard in it. */
  boolean isAskedIn(int epoch) {
    return asked.epoch() == epoch;
  }

  /**
   * Says the step that the resident may not have got: at the beginning, and at the beginning of
   * each further epoch. Never another commitment.
   */
  Optional<PeerMessage> step(int epoch, Medium medium) {
    asked = new Asked(epoch, medium);
    if (state == CodeState.REFUSED) {
      return Optional.empty();
    }
    return switch (run) {
      case CodeOfCounter.Committed committed ->
          Optional.of(new PeerMessage.CodeCommitment(text(committed.commitment())));
      case CodeOfCounter.Revealed _ when told == Told.MATCHED ->
          Optional.of(new PeerMessage.CodeOutcome(CodeWord.ASKED_AGAIN));
      case CodeOfCounter.Revealed revealed ->
          Optional.of(new PeerMessage.CodeReveal(text(revealed.nonce())));
      case CodeOfCounter.Matched _ -> Optional.of(new PeerMessage.CodeOutcome(CodeWord.MATCHED));
      case CodeOfCounter.Failed _ -> Optional.empty();
    };
  }

  /** The resident's nonce; a second one changes nothing. */
  Optional<PeerMessage> on(PeerMessage.CodeNonce nonce) {
    if (!(run instanceof CodeOfCounter.Committed committed)) {
      return Optional.empty();
    }
    CodeOfCounter.Revealed revealed = committed.on(Base64.getUrlDecoder().decode(nonce.nonce()));
    run = revealed;
    state = CodeState.AWAITED;
    return Optional.of(new PeerMessage.CodeReveal(text(revealed.nonce())));
  }

  /** The matched code over another medium. */
  Optional<PeerMessage> again(int epoch, Medium medium) {
    if (run instanceof CodeOfCounter.Matched matched) {
      matchedBefore = Optional.of(matched);
      await(matched, medium);
    }
    return step(epoch, medium);
  }

  /** The match is not believed by the gate, or not any more: it must be said once more. */
  void unsettle() {
    if (run instanceof CodeOfCounter.Matched matched) {
      await(matched, asked.medium());
    }
    matchedBefore = Optional.empty();
  }

  /** The slip that was forgiven in this medium is not forgiven twice. */
  private void await(CodeOfCounter.Matched matched, Medium medium) {
    CodeOfCounter.Revealed fresh = matched.again();
    boolean slipped = slips.contains(medium);
    run = slipped ? new CodeOfCounter.Revealed(fresh.nonce(), fresh.code(), 1) : fresh;
    state = slipped ? CodeState.WRONG_ONCE : CodeState.AWAITED;
  }

  /** Asked again over another medium, but the talk is back where it was matched. */
  void stand() {
    if (state == CodeState.AWAITED || state == CodeState.WRONG_ONCE) {
      matchedBefore.ifPresent(matched -> {
        run = matched;
        state = CodeState.MATCHED;
      });
    }
  }

  /** Compares; empty when nothing is awaited. */
  Optional<CodeResult> typed(String digits, Consumer<PeerMessage> toResident) {
    if (!(run instanceof CodeOfCounter.Revealed revealed) || state == CodeState.REFUSED) {
      return Optional.empty();
    }
    run = revealed.on(digits);
    return switch (run) {
      case CodeOfCounter.Matched _ -> {
        told = Told.MATCHED;
        toResident.accept(new PeerMessage.CodeOutcome(CodeWord.MATCHED));
        state = CodeState.MATCHED;
        yield Optional.of(CodeResult.MATCHED);
      }
      case CodeOfCounter.Revealed _ -> {
        slips.add(asked.medium());
        toResident.accept(new PeerMessage.CodeOutcome(CodeWord.SAY_AGAIN));
        state = CodeState.WRONG_ONCE;
        yield Optional.of(CodeResult.WRONG);
      }
      case CodeOfCounter.Failed _ -> {
        toResident.accept(new PeerMessage.CodeOutcome(CodeWord.FAILED));
        state = CodeState.FAILED;
        yield Optional.of(CodeResult.FAILED);
      }
      case CodeOfCounter.Committed _ ->
          throw new IllegalStateException("a typed code cannot lead back to the commitment");
    };
  }

  /** The resident's page found the reveal wrong: whatever the cause, nobody goes on. */
  Optional<CodeResult> refused() {
    if (state == CodeState.REFUSED || state == CodeState.FAILED) {
      return Optional.empty();
    }
    state = CodeState.REFUSED;
    return Optional.of(CodeResult.ABORTED);
  }

  /** The run ends with its keys; the gate is told when it did not get to its end. */
  Optional<CodeResult> abandoned() {
    return switch (state) {
      case PREPARING, AWAITED, WRONG_ONCE -> Optional.of(CodeResult.ABORTED);
      case NOT_BEGUN, MATCHED, FAILED, REFUSED -> Optional.empty();
    };
  }

  /**
   * For the gate.
   *
   * @param epoch in which the digits were heard
   */
  StaffToCounter.CodeChecked checked(int epoch, CodeResult result) {
    return new StaffToCounter.CodeChecked(conversation, epoch, binding.base64url(), result);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
