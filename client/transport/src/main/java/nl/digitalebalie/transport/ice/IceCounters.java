package nl.digitalebalie.transport.ice;

/**
 * What an ICE connection saw, for statistics and support.
 *
 * @param remoteCandidates candidates of the peer that are tried
 * @param droppedMdns candidates that were {@code .local} names
 * @param droppedOther candidates refused for any other reason
 * @param sendFailures datagrams that could not be handed to the network
 */
public record IceCounters(
    long remoteCandidates, long droppedMdns, long droppedOther, long sendFailures) {}
