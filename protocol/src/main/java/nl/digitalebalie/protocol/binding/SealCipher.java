package nl.digitalebalie.protocol.binding;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import nl.digitalebalie.protocol.id.ConversationId;

/**
 * AES-256-GCM of one direction in one epoch. The nonce is the direction's IV, exclusive or the
 * counter (as in RFC 8446 5.3); what is authenticated beside the text names the conversation, the
 * epoch, the direction and the counter, so that no frame can pass for another.
 */
final class SealCipher {
  private static final String LABEL = "digitale-balie/chat/1";
  private static final String KIND = "message";
  private static final int TAG_BITS = 8 * SealedFrame.TAG_BYTES;

  private final SecretKey key;
  private final byte[] iv;
  private final int epoch;
  private final Party from;
  private final ConversationId conversation;

  SealCipher(ChatKeys keys, Party from, ConversationId conversation) {
    this.key = keys.key(from);
    this.iv = keys.iv(from);
    this.epoch = keys.epoch();
    this.from = from;
    this.conversation = conversation;
  }

  int epoch() {
    return epoch;
  }

  byte[] encrypt(long counter, byte[] plaintext) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, counter).doFinal(plaintext);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM must encrypt", impossible);
    }
  }

  /** Empty when it was not made with this key for exactly this place. */
  Optional<byte[]> decrypt(long counter, byte[] ciphertext) {
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, counter).doFinal(ciphertext));
    } catch (GeneralSecurityException forged) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, long counter) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce(counter)));
    cipher.updateAAD(place(counter));
    return cipher;
  }

  private byte[] nonce(long counter) {
    byte[] number = ByteBuffer.allocate(ChatKeys.IV_BYTES).putInt(0).putLong(counter).array();
    byte[] nonce = new byte[ChatKeys.IV_BYTES];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) (iv[i] ^ number[i]);
    }
    return nonce;
  }

  private byte[] place(long counter) {
    return Transcript.of(LABEL)
        .text(conversation.value())
        .number(epoch)
        .text(from.mark())
        .number(counter)
        .text(KIND)
        .bytes();
  }
}
