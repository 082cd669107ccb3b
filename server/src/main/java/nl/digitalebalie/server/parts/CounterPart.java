package nl.digitalebalie.server.parts;

import java.security.interfaces.ECPublicKey;
import java.util.List;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.relay.CounterPort;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** What the counter part (identity, gate, cases, audit) gives to the process that starts it. */
public interface CounterPart extends AutoCloseable {
  CounterPort port();

  /** Takes what residents ask to be called back about. */
  CallbackDoor callbacks();

  /** Receives {@code /counter/staff}; the ticket was checked before the upgrade. */
  SocketDesk<StaffPrincipal> desk();

  List<Route> routes();

  /** What the gate's tickets verify with: for the page. Empty where nobody can be identified. */
  List<ECPublicKey> gateKeys();

  List<HealthCheck> checks();

  @Override
  void close();
}
