/**
 * What a user may choose for themselves: theme, text size, language, sound, devices. Never here:
 * anything that security depends on; that is the administrator's policy.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.settings;
