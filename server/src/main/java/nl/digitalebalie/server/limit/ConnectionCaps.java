package nl.digitalebalie.server.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts open WebSockets in total, for each address and for each ticket. Thread-safe by one lock.
 * Refuses the newest, so that whoever is connected stays so.
 */
public final class ConnectionCaps {
  /** A reload may overlap with the connection it replaces, a flaky network adds a few more. */
  public static final int PER_TICKET = 5;

  private final int total;
  private final int perAddress;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final Map<String, Integer> byTicket = new HashMap<>();
  private int open;

  public ConnectionCaps(int total, int perAddress) {
    this.total = total;
    this.perAddress = perAddress;
  }

  /** What was decided; {@code ADMITTED} must be given back with {@link #release}. */
  public enum Admission {
    ADMITTED,
    TOO_MANY_FOR_YOU,
    SERVER_FULL
  }

  public synchronized Admission admit(String address, String ticket) {
    if (open >= total) {
      return Admission.SERVER_FULL;
    }
    if (byAddress.getOrDefault(address, 0) >= perAddress
        || byTicket.getOrDefault(ticket, 0) >= PER_TICKET) {
      return Admission.TOO_MANY_FOR_YOU;
    }
    open++;
    byAddress.merge(address, 1, Integer::sum);
    byTicket.merge(ticket, 1, Integer::sum);
    return Admission.ADMITTED;
  }

  public synchronized void release(String address, String ticket) {
    open--;
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    byTicket.computeIfPresent(ticket, (key, count) -> count == 1 ? null : count - 1);
  }

  public synchronized int open() {
    return open;
  }
}
