package nl.digitalebalie.protocol.signal;

/** Where the resident's wallet is; on another device a pairing code is demanded. */
public enum WalletDevice {
  THIS_DEVICE,
  OTHER_DEVICE
}
