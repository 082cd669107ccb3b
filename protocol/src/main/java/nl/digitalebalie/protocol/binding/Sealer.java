package nl.digitalebalie.protocol.binding;

import nl.digitalebalie.protocol.id.ConversationId;

/**
 * Seals what one party sends in one epoch. Mutable: it counts, and a counter is never used twice;
 * whoever must send a frame again sends the same frame. One owner.
 */
public final class Sealer {
  private final SealCipher cipher;
  private long counter;

  public Sealer(ChatKeys keys, Party from, ConversationId conversation) {
    this.cipher = new SealCipher(keys, from, conversation);
  }

  /**
   * @param plaintext at most {@value SealedFrame#MAX_PLAINTEXT_BYTES} bytes
   */
  public SealedFrame seal(byte[] plaintext) {
    if (plaintext.length > SealedFrame.MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException("a sealed message has at most 40,000 bytes");
    }
    counter++;
    return new SealedFrame(cipher.epoch(), counter, cipher.encrypt(counter, plaintext));
  }
}
