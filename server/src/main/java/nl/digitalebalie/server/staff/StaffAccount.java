package nl.digitalebalie.server.staff;

/** One account of the configuration. */
public record StaffAccount(StaffPrincipal staff, PasswordHash password) {}
