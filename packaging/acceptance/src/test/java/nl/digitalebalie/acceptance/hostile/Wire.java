package nl.digitalebalie.acceptance.hostile;

import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.wire.WireCodec;

/** Messages as the text that a relay sees. */
final class Wire {
  private static final WireCodec<RelayToResident> TO_RESIDENT =
      WireCodec.of(RelayToResident.class, WireCodec.MAX_SIGNAL_CHARS);
  private static final WireCodec<ResidentToRelay> FROM_RESIDENT =
      WireCodec.of(ResidentToRelay.class, WireCodec.MAX_SIGNAL_CHARS);

  private Wire() {}

  static String of(RelayToResident message) {
    return TO_RESIDENT.encode(message);
  }

  static String of(ResidentToRelay message) {
    return FROM_RESIDENT.encode(message);
  }
}
