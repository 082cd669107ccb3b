package nl.digitalebalie.protocol.binding;

/**
 * The resident's side of one run of the spoken code: answers the first commitment with a nonce,
 * checks the reveal, shows the code. A second commitment under the same {@code b} is a guess and is
 * refused.
 */
public sealed interface CodeOfResident {

  /** Nothing came yet. */
  record Ready(ChannelBinding binding) implements CodeOfResident {
    /**
     * @param nonce fresh, 32 bytes; goes to the counter
     */
    public Answered on(byte[] commitment, byte[] nonce) {
      return new Answered(binding, commitment, nonce);
    }
  }

  /** Our nonce is on its way; the reveal is awaited. */
  record Answered(ChannelBinding binding, byte[] commitment, byte[] nonce)
      implements CodeOfResident {
    public CodeOfResident on(byte[] counterNonce) {
      return SpokenCode.reveals(commitment, counterNonce, binding)
          ? new Showing(SpokenCode.code(nonce, counterNonce, binding))
          : new Refused();
    }

    @Override
    public String toString() {
      return "Answered[redacted]";
    }
  }

  /** The code is on the screen. */
  record Showing(String code) implements CodeOfResident {
    @Override
    public String toString() {
      return "Showing[redacted]";
    }
  }

  /** What was revealed is not what was committed to: somebody is in the middle. */
  record Refused() implements CodeOfResident {}
}
