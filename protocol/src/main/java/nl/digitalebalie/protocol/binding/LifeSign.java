package nl.digitalebalie.protocol.binding;

import java.security.PrivateKey;

/**
 * A heartbeat that only the holder of a conversation key can make: the gate believes that a
 * conversation lives when both parties' signs of life arrive, not because one of them says so.
 *
 * @param epoch the connection that lives
 * @param number the tick of 5 s, from 1, of the epoch in which it is signed, by the signer's own
 *     clock, each at most once: a sign of life can neither be replayed nor put by for later
 */
public record LifeSign(Party party, ChannelBinding binding, int epoch, long number) {
  private static final String LABEL = "digitale-balie/life/1";

  public LifeSign {
    if (epoch < 1 || number < 1) {
      throw new IllegalArgumentException("epochs and signs of life count from 1");
    }
  }

  public byte[] sign(PrivateKey conversationKey) {
    return Signatures.sign(conversationKey, transcript());
  }

  public boolean signedBy(PublicPoint conversationKey, byte[] signature) {
    return Signatures.holds(conversationKey, transcript(), signature);
  }

  private byte[] transcript() {
    return Transcript.of(LABEL)
        .text(party.mark())
        .field(binding.bytes())
        .number(epoch)
        .number(number)
        .bytes();
  }
}
