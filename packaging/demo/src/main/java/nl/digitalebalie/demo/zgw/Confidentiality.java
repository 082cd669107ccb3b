package nl.digitalebalie.demo.zgw;

import java.util.Locale;

/** Vertrouwelijkheidaanduiding, low to high. */
public enum Confidentiality {
  OPENBAAR,
  BEPERKT_OPENBAAR,
  INTERN,
  ZAAKVERTROUWELIJK,
  VERTROUWELIJK,
  CONFIDENTIEEL,
  GEHEIM,
  ZEER_GEHEIM;

  static Confidentiality of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean within(Confidentiality maximum) {
    return compareTo(maximum) <= 0;
  }
}
