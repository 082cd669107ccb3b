package nl.digitalebalie.server.policy;

import java.util.List;

/**
 * What a purpose may read of the person in the population register (BRP). Fields that come by
 * themselves, such as geheimhouding, cannot be asked for there and stand in no policy.
 */
public enum RegisterField {
  NAME("registeredName", "naam.volledigeNaam"),
  SALUTATION("salutation", "adressering.aanhef"),
  BIRTH_DATE("birthDate", "geboorte.datum"),
  AGE("age", "leeftijd"),
  ADDRESS("address", "adressering.adresregel1", "adressering.adresregel2"),
  MUNICIPALITY("municipality", "gemeenteVanInschrijving"),
  GUARDIANSHIP("guardianship", "indicatieCurateleRegister");

  private final String key;
  private final List<String> paths;

  RegisterField(String key, String... paths) {
    this.key = key;
    this.paths = List.of(paths);
  }

  /** The word of the policy file, and the key of the field in the panel. */
  public String key() {
    return key;
  }

  /** As Haal Centraal names them in {@code fields}. */
  public List<String> paths() {
    return paths;
  }

  /** Whether it says where somebody lives. */
  public boolean tellsWhere() {
    return this == ADDRESS || this == MUNICIPALITY;
  }
}
