package nl.digitalebalie.server.identity;

import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.policy.Purpose;

/** Carries out disclosures at the identity provider. No method blocks. */
public interface Disclosures {
  /** Starts one attempt and follows it to its conclusion; the listener hears of every step. */
  void start(Attempt attempt, Purpose purpose, WalletDevice device, Listener listener);

  /** The resident typed the pairing code that the wallet shows. */
  void completePairing(Attempt attempt);

  /** Ends the attempt at the provider too; its conclusion is not told any more. */
  void cancel(Attempt attempt);

  /** One try within a disclosure: switching the device starts another. */
  record Attempt(DisclosureId disclosure, int number) {}

  /** Called on threads of the provider's adapter, in order for one attempt. */
  interface Listener {
    void started(StartedSession session);

    void progressed(WalletStatus status);

    void concluded(Conclusion conclusion);
  }
}
