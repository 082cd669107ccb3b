package nl.digitalebalie.media.capture;

/**
 * A device as a list shows it.
 *
 * @param id what to store and open
 * @param name what the system calls it, for people
 */
public record DeviceName<I>(I id, String name) {}
