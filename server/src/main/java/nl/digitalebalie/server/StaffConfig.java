package nl.digitalebalie.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Municipality;
import nl.digitalebalie.server.staff.PasswordHash;
import nl.digitalebalie.server.staff.StaffAccount;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** Reads the staff accounts. */
final class StaffConfig {
  /** Printed in the documentation, so it opens nothing outside a demonstration. */
  static final String DEMO_PASSWORD = "balie-demo";

  private static final int MAX_SHOWN_CHARS = 100;

  private static final PasswordHash STAND_IN =
      new PasswordHash(600_000, "A".repeat(22), "A".repeat(43));

  private StaffConfig() {}

  static List<StaffAccount> readAll(
      ConfigSection root, Mode mode, List<Municipality> municipalities) {
    Set<MunicipalityId> known =
        municipalities.stream().map(Municipality::id).collect(Collectors.toSet());
    List<StaffAccount> accounts = new ArrayList<>();
    Set<StaffId> seen = new HashSet<>();
    for (ConfigSection section : root.sections("staff")) {
      StaffAccount account = read(section, known);
      if (!seen.add(account.staff().id())) {
        section.error("name", "is used by another account");
      }
      if (mode == Mode.PRODUCTION && account.password().matches(DEMO_PASSWORD.toCharArray())) {
        section.error("password", "is the published demo password; make another one");
      }
      accounts.add(account);
    }
    if (accounts.isEmpty()) {
      root.error("staff", "must list at least one account");
    } else {
      root.right("staff", accounts.size() + " accounts");
    }
    return accounts;
  }

  /** Both travel in the ticket that the resident's page verifies. */
  private static void judgeLength(ConfigSection section, String key, String text) {
    if (text.length() > MAX_SHOWN_CHARS) {
      section.error(key, "has at most " + MAX_SHOWN_CHARS + " characters: residents read it");
    }
  }

  private static StaffAccount read(ConfigSection section, Set<MunicipalityId> known) {
    StaffPrincipal staff =
        new StaffPrincipal(
            section.value("name", MunicipalityConfig.NAME, StaffId::new, new StaffId("unknown")),
            section.text("displayName"),
            section.localText("role"),
            Set.copyOf(section.texts("roles")),
            municipalities(section, known));
    judgeLength(section, "displayName", staff.displayName());
    staff.role().byLanguage().values().forEach(text -> judgeLength(section, "role", text));
    PasswordHash password =
        section.value(
            "password", "the output of the command hash-password", PasswordHash::parse, STAND_IN);
    return new StaffAccount(staff, password);
  }

  private static Set<MunicipalityId> municipalities(
      ConfigSection section, Set<MunicipalityId> known) {
    Set<MunicipalityId> served = new HashSet<>();
    for (String name : section.texts("municipalities")) {
      try {
        MunicipalityId id = new MunicipalityId(name);
        if (!known.contains(id)) {
          section.error("municipalities", "names a municipality that is not configured: " + id);
        }
        served.add(id);
      } catch (IllegalArgumentException wrong) {
        section.error("municipalities", "must be a list of municipality ids");
      }
    }
    if (served.isEmpty()) {
      section.error("municipalities", "must list at least one municipality");
    }
    return served;
  }
}
