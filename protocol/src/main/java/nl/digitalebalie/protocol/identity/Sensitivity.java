package nl.digitalebalie.protocol.identity;

/** How much harm the data of a purpose can do in the wrong hands, or before the wrong ears. */
public enum Sensitivity {
  ORDINARY,
  /**
   * The staff member is reminded to ask whether the resident is alone and can speak freely, before
   * identity is asked.
   */
  SENSITIVE
}
