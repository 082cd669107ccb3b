package nl.digitalebalie.server.relay;

/**
 * One WebSocket connection of this process. The state machines name connections by this value, so
 * that a late frame of a replaced connection is told from one of its successor.
 */
record SocketId(long number) {}
