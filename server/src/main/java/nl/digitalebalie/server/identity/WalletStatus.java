package nl.digitalebalie.server.identity;

/** How far the wallet is, from the irma server's status words. */
public enum WalletStatus {
  INITIALIZED,
  PAIRING,
  CONNECTED
}
