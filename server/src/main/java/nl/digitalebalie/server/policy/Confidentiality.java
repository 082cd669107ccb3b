package nl.digitalebalie.server.policy;

import java.util.Optional;

/** ZGW's {@code vertrouwelijkheidaanduiding}, low to high. */
public enum Confidentiality {
  PUBLIC("openbaar"),
  RESTRICTED("beperkt_openbaar"),
  INTERNAL("intern"),
  CASE_CONFIDENTIAL("zaakvertrouwelijk"),
  CONFIDENTIAL("vertrouwelijk"),
  HIGHLY_CONFIDENTIAL("confidentieel"),
  SECRET("geheim"),
  TOP_SECRET("zeer_geheim");

  private final String zgw;

  Confidentiality(String zgw) {
    this.zgw = zgw;
  }

  /** The word of the ZGW specifications, also used in the policy file. */
  public String zgw() {
    return zgw;
  }

  /** Empty for a word that the specifications do not know; treat that as too confidential. */
  public static Optional<Confidentiality> ofZgw(String word) {
    for (Confidentiality level : values()) {
      if (level.zgw.equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  public boolean atMost(Confidentiality limit) {
    return compareTo(limit) <= 0;
  }
}
