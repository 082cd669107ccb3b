/**
 * Session descriptions (RFC 8866) as WebRTC uses them (RFC 8829): an immutable model, a parser that
 * treats its input as hostile, and a writer.
 *
 * <p>Here lives syntax only. What an offer or an answer means, and whether we accept it, is decided
 * by the engine that negotiates; nothing here reads a clock, opens a socket or logs a line.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.sdp;
