package nl.digitalebalie.transport;

import nl.digitalebalie.transport.ice.IceCounters;

/**
 * What the edges of a call dropped and refused.
 *
 * @param ice candidates and send failures
 * @param droppedMedia datagrams and frames that found the loop's inbox full
 * @param droppedHandshake datagrams that found the handshake's queue full or closed
 */
public record TransportCounters(IceCounters ice, long droppedMedia, long droppedHandshake) {}
