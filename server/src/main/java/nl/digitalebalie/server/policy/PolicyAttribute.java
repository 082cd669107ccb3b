package nl.digitalebalie.server.policy;

import java.util.Objects;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * An attribute that purposes may ask.
 *
 * @param key names it in the policy and in the panel's person header, such as {@code fullName};
 *     {@link #BSN} and {@link #LEVEL} have a meaning for the gate
 * @param identifier in the scheme: scheme.issuer.credential.attribute
 * @param label what the resident reads, who is spoken to
 * @param staffLabel what staff read, who speak of somebody else
 */
public record PolicyAttribute(
    String key, String identifier, LocalText label, LocalText staffLabel) {
  /** The key of the citizen service number. */
  public static final String BSN = "bsn";

  /** The key of the assurance level of the login that the card was issued with. */
  public static final String LEVEL = "level";

  /** The key of an enterprise's number in the trade register. */
  public static final String KVK = "kvkNumber";

  /** The key of the number of one branch (vestigingsnummer). */
  public static final String BRANCH = "branchNumber";

  /** The key of the RSIN of a legal entity. */
  public static final String RSIN = "rsin";

  public PolicyAttribute {
    Objects.requireNonNull(key);
    Objects.requireNonNull(label);
    Objects.requireNonNull(staffLabel);
    if (identifier.split("\\.", -1).length != 4) {
      throw new IllegalArgumentException("an attribute is scheme.issuer.credential.attribute");
    }
  }

  public String scheme() {
    return identifier.substring(0, identifier.indexOf('.'));
  }

  /** The card: scheme.issuer.credential. */
  public String credential() {
    return identifier.substring(0, identifier.lastIndexOf('.'));
  }
}
