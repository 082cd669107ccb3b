/**
 * Datagrams as they come from the network, before anybody trusts them: what protocol they claim to
 * be, and where they wait until the keys are there. No sockets.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.net;
