package nl.digitalebalie.protocol.sdp;

import java.util.Locale;
import java.util.Optional;

/** The candidate-attribute grammar of RFC 8839 section 5.1. */
final class CandidateText {
  private static final int FIXED_FIELDS = 8;

  private CandidateText() {}

  static Optional<Candidate> read(String value) {
    String[] fields = value.split(" ", FIXED_FIELDS + 1);
    if (fields.length < FIXED_FIELDS || !fields[6].equals("typ")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Candidate(
              fields[0],
              Integer.parseUnsignedInt(fields[1]),
              fields[2].toLowerCase(Locale.ROOT),
              Long.parseUnsignedLong(fields[3]),
              fields[4],
              Integer.parseUnsignedInt(fields[5]),
              fields[7],
              fields.length > FIXED_FIELDS ? fields[FIXED_FIELDS] : ""));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static String write(Candidate candidate) {
    String fixed =
        String.join(
            " ",
            candidate.foundation(),
            Integer.toString(candidate.component()),
            candidate.transport(),
            Long.toString(candidate.priority()),
            candidate.address(),
            Integer.toString(candidate.port()),
            "typ",
            candidate.type());
    return candidate.extensions().isEmpty() ? fixed : fixed + " " + candidate.extensions();
  }
}
