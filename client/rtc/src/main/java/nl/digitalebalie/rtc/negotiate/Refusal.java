package nl.digitalebalie.rtc.negotiate;

/** Leaves the checks of one description at the first fault; never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final NegotiationFault fault;

  Refusal(NegotiationFault fault, String reason) {
    super(reason, null, false, false);
    this.fault = fault;
  }

  NegotiationResult.Refused toResult() {
    return new NegotiationResult.Refused(fault, String.valueOf(getMessage()));
  }
}
