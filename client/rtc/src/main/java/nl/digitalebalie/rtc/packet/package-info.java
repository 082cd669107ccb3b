/**
 * The wire formats RTP (RFC 3550, RFC 8285) and RTCP (RFC 3550, RFC 4585, RFC 5104, RFC 5506, REMB,
 * transport-wide congestion control) as immutable values with readers and writers. Readers treat
 * every length as a lie until checked and never throw; nothing here keeps state between packets.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.packet;
