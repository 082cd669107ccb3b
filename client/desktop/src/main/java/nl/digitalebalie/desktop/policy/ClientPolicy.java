package nl.digitalebalie.desktop.policy;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import nl.digitalebalie.desktop.identity.DemoSchemes;
import nl.digitalebalie.desktop.identity.PinnedKeys;

/**
 * What the administrator decided for this client: the server, the keys to believe, demonstration
 * allowed or not.
 *
 * @param server where waiting room and calls are
 * @param counter where staff sign in and cases come from; the same address unless the server runs
 *     in two parts
 */
public record ClientPolicy(URI server, URI counter, PinnedKeys keys, Demo demo) {
  public ClientPolicy {
    Objects.requireNonNull(server);
    Objects.requireNonNull(counter);
    Objects.requireNonNull(keys);
    Objects.requireNonNull(demo);
  }

  /** Of a server in one part. */
  public ClientPolicy(URI server, PinnedKeys keys, Demo demo) {
    this(server, server, keys, demo);
  }

  /** Whether fictional people may be served. */
  public sealed interface Demo {
    record Forbidden() implements Demo {}

    /** The demonstration's staff, offered to pick on the sign-in screen. */
    record Allowed(List<DemoStaff> staff) implements Demo {
      public Allowed {
        staff = List.copyOf(staff);
      }
    }
  }

  /** A fictional colleague; the password is public by nature. */
  public record DemoStaff(String name, String password, String displayName, String role) {}

  public DemoSchemes schemes() {
    return switch (demo) {
      case Demo.Forbidden _ -> DemoSchemes.REFUSED;
      case Demo.Allowed _ -> DemoSchemes.ALLOWED;
    };
  }

  public List<DemoStaff> demoStaff() {
    return switch (demo) {
      case Demo.Forbidden _ -> List.of();
      case Demo.Allowed allowed -> allowed.staff();
    };
  }
}
