package nl.digitalebalie.protocol.sdp;

/** What reading a session description gave: the model, or a coded refusal. */
public sealed interface SdpResult {

  /** The description was well formed. */
  record Parsed(SessionDescription description) implements SdpResult {}

  /**
   * The description was refused.
   *
   * @param fault the stable code
   * @param line the line it was found in, from 1; 0 when it concerns the whole
   * @param reason a sentence for an engineer that quotes nothing of the hostile input
   */
  record Refused(SdpFault fault, int line, String reason) implements SdpResult {}
}
