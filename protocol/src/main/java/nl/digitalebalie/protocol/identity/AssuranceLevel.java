package nl.digitalebalie.protocol.identity;

/** How sure the means of identification is (eIDAS article 8), low to high. */
public enum AssuranceLevel {
  LOW,
  SUBSTANTIAL,
  HIGH
}
