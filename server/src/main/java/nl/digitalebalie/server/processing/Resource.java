package nl.digitalebalie.server.processing;

import java.util.Optional;

/** Which application processed ({@code resource} of a record). */
record Resource(String name, String version) {
  /** This program. The version is that of its archive; empty when it runs from class files. */
  static final Resource OURS =
      new Resource(
          "digitale-balie",
          Optional.ofNullable(Resource.class.getPackage().getImplementationVersion()).orElse(""));
}
