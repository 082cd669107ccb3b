package nl.digitalebalie.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.server.config.ConfigSection;

/**
 * What must not be where the relay runs apart: whoever breaks into the DMZ is to find no key, no
 * account and no address of a case system there.
 */
final class RoleRules {
  /** Sections of the counter part alone. */
  private static final List<String> COUNTER_KEYS =
      List.of("staff", "policyFile", "identity", "cases", "audit", "processing", "contacts");

  private RoleRules() {}

  static void judge(ConfigSection root, Role role) {
    if (role == Role.RELAY) {
      for (String key : COUNTER_KEYS) {
        if (root.has(key)) {
          root.error(key, "belongs to the counter part and must not be in the relay's file");
        }
      }
    }
  }

  static void judge(ConfigSection root, Role role, Path dataDirectory) {
    if (role == Role.RELAY) {
      for (String name :
          List.of(ServerConfig.TICKET_KEY, Role.ALL.database(), Role.COUNTER.database())) {
        if (Files.exists(dataDirectory.resolve(name))) {
          root.error(
              "dataDirectory",
              "holds " + name + " of the counter part; give the relay a folder of its own");
        }
      }
    }
  }
}
