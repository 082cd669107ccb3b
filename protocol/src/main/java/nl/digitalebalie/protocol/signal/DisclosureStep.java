package nl.digitalebalie.protocol.signal;

/** How far the resident is with the wallet. */
public enum DisclosureStep {
  WAITING_FOR_WALLET,
  PAIRING_CODE_NEEDED,
  PAIRING_CODE_WRONG,
  SHARING
}
