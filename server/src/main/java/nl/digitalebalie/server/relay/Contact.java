package nl.digitalebalie.server.relay;

import nl.digitalebalie.protocol.signal.LocalText;

/** How else to reach the municipality; on every screen and in every refusal. */
public record Contact(
    String phone, String phoneHref, LocalText visit, LocalText hours, String website) {}
