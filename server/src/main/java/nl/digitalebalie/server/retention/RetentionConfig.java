package nl.digitalebalie.server.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import nl.digitalebalie.server.config.ConfigSection;

/**
 * The section {@code retention}: what the purposes of the policy do not say. Each part of the
 * server takes what is its own.
 *
 * @param withoutPurpose notes of talks in which nobody was identified
 * @param feedback answers to the one question; they name nobody
 * @param invitations personal links, after they cannot be used any more
 * @param confirmed the end of the last day of which somebody said that the date was right
 */
public record RetentionConfig(
    Period withoutPurpose, Period feedback, Period invitations, Instant confirmed) {
  private static final int LONGEST_DAYS = 3_650;

  public static RetentionConfig read(ConfigSection root) {
    Optional<ConfigSection> section = root.optionalSection("retention");
    return new RetentionConfig(
        days(section, "withoutPurposeDays", 90),
        days(section, "feedbackDays", 365),
        days(section, "invitationDays", 30),
        section
            .flatMap(each ->
                each.optionalValue("dateConfirmed", "a day such as 2026-11-26", LocalDate::parse))
            .map(day -> day.plusDays(1).atStartOfDay(RetentionRules.ZONE).toInstant())
            .orElse(Instant.EPOCH));
  }

  private static Period days(Optional<ConfigSection> section, String key, int otherwise) {
    return Period.ofDays(
        section.map(each -> each.number(key, otherwise, 1, LONGEST_DAYS)).orElse(otherwise));
  }
}
