package nl.digitalebalie.server.link;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.staff.RevokedSession;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.staff.StaffTickets;
import nl.digitalebalie.server.staff.TicketKey;
import nl.digitalebalie.server.staff.TicketVerifier;
import nl.digitalebalie.server.store.Store;

/**
 * Whom a relay that runs apart admits as staff: bearers of tickets that hold under the public key
 * which the counter part told, and whose sign-in did not end. Nobody before that key is known.
 * Thread-safe.
 */
public final class RelayAdmission {
  private final RelayMemory memory;
  private final InstantSource clock;
  private final Map<StaffId, StaffPrincipal> seen = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private volatile Optional<Admitting> admitting = Optional.empty();

  private record Admitting(TicketKey key, TicketVerifier verifier) {}

  public RelayAdmission(Store store, InstantSource clock) {
    this.memory = new RelayMemory(store);
    this.clock = clock;
    memory.staff().forEach(staff -> seen.put(staff.id(), staff));
    memory.ended(clock.instant()).forEach(session -> ended.add(session.session()));
    admitting = memory.key().map(key -> new Admitting(key, TicketVerifier.of(key)));
  }

  /** The staff member of a relay ticket. */
  public Optional<StaffPrincipal> principal(HttpCall call) {
    Optional<Admitting> now = admitting;
    if (now.isEmpty()) {
      return Optional.empty();
    }
    Optional<StaffPrincipal> staff =
        call.bearer()
            .flatMap(ticket ->
                now.get().verifier().check(ticket, StaffTickets.Door.RELAY, clock.instant()))
            .filter(accepted -> !ended.contains(accepted.session()))
            .map(StaffTickets.Accepted::staff);
    staff.ifPresent(this::remember);
    return staff;
  }

  /** Staff by id as their tickets said last, also before the last restart. */
  public Map<StaffId, StaffPrincipal> seen() {
    return Map.copyOf(seen);
  }

  private void remember(StaffPrincipal staff) {
    if (!staff.equals(seen.put(staff.id(), staff))) {
      memory.keep(staff, clock.instant());
    }
  }

  /**
   * @throws IllegalArgumentException when it is no point of the curve
   */
  void believe(TicketKey key) {
    if (admitting.filter(now -> now.key().equals(key)).isEmpty()) {
      admitting = Optional.of(new Admitting(key, TicketVerifier.of(key)));
      memory.keep(key);
    }
  }

  void end(List<RevokedSession> sessions) {
    List<RevokedSession> fresh =
        sessions.stream().filter(session -> ended.add(session.session())).toList();
    if (!fresh.isEmpty()) {
      memory.keep(fresh);
    }
  }
}
