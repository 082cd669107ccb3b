package nl.digitalebalie.desktop.channel;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
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
 * The one run of the spoken code under one {@code b}, over as many epochs as it takes. Mutable;
 * belongs to its {@link SecureChannel}. The code itself never leaves this class.
 */
final class CodeRun {
  private final ConversationId conversation;
  private final ChannelBinding binding;
  private CodeOfCounter run;
  private CodeState state = CodeState.PREPARING;
  private Optional<CodeOfCounter.Matched> matchedBefore = Optional.empty();

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

  /**
   * Says the step that the resident may not have got: at the beginning, and at the beginning of
   * each further epoch. Never another commitment.
   */
  Optional<PeerMessage> step() {
    if (state == CodeState.REFUSED) {
      return Optional.empty();
    }
    return switch (run) {
      case CodeOfCounter.Committed committed ->
          Optional.of(new PeerMessage.CodeCommitment(text(committed.commitment())));
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
  Optional<PeerMessage> again() {
    if (!(run instanceof CodeOfCounter.Matched matched)) {
      return step();
    }
    matchedBefore = Optional.of(matched);
    run = matched.again();
    state = CodeState.AWAITED;
    return Optional.of(new PeerMessage.CodeOutcome(CodeWord.ASKED_AGAIN));
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

  void typed(
      String digits, int epoch, Consumer<PeerMessage> toResident, Consumer<ChannelOutput> out) {
    if (!(run instanceof CodeOfCounter.Revealed revealed) || state == CodeState.REFUSED) {
      return;
    }
    run = revealed.on(digits);
    switch (run) {
      case CodeOfCounter.Matched _ ->
          say(CodeState.MATCHED, CodeWord.MATCHED, CodeResult.MATCHED, epoch, toResident, out);
      case CodeOfCounter.Revealed _ ->
          say(CodeState.WRONG_ONCE, CodeWord.SAY_AGAIN, CodeResult.WRONG, epoch, toResident, out);
      case CodeOfCounter.Failed _ ->
          say(CodeState.FAILED, CodeWord.FAILED, CodeResult.FAILED, epoch, toResident, out);
      case CodeOfCounter.Committed _ ->
          throw new IllegalStateException("a typed code cannot lead back to the commitment");
    }
  }

  private void say(
      CodeState next,
      CodeWord word,
      CodeResult result,
      int epoch,
      Consumer<PeerMessage> toResident,
      Consumer<ChannelOutput> out) {
    state = next;
    toResident.accept(new PeerMessage.CodeOutcome(word));
    out.accept(checked(epoch, result));
  }

  /** The resident's page found the reveal wrong: whatever the cause, nobody goes on. */
  void refused(int epoch, Consumer<ChannelOutput> out) {
    if (state != CodeState.REFUSED && state != CodeState.FAILED) {
      state = CodeState.REFUSED;
      out.accept(checked(epoch, CodeResult.ABORTED));
    }
  }

  /** The run ends with its keys; the gate is told when it did not get to its end. */
  void abandon(int epoch, Consumer<ChannelOutput> out) {
    switch (state) {
      case PREPARING, AWAITED, WRONG_ONCE -> out.accept(checked(epoch, CodeResult.ABORTED));
      case NOT_BEGUN, MATCHED, FAILED, REFUSED -> {}
    }
  }

  private ChannelOutput checked(int epoch, CodeResult result) {
    return new ChannelOutput.ToCounter(
        new StaffToCounter.CodeChecked(conversation, epoch, binding.base64url(), result));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
