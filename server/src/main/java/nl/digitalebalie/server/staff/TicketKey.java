package nl.digitalebalie.server.staff;

/**
 * The public half of the key of staff tickets: coordinates on P-256 as in RFC 7518 section 6.2.1.
 */
public record TicketKey(String x, String y) {
  private static final String COORDINATE = "[A-Za-z0-9_-]{43}";

  public TicketKey {
    if (x == null || y == null || !x.matches(COORDINATE) || !y.matches(COORDINATE)) {
      throw new IllegalArgumentException("two coordinates of 32 bytes as base64url");
    }
  }
}
