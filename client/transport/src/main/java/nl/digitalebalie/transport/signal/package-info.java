/**
 * WebSocket connections that carry text to and from the server and come back by themselves.
 *
 * <p>The only importer of OkHttp. Here never: what a text means (that is {@code protocol.wire}),
 * tickets beyond passing them on, any decision about a conversation.
 */
@NullMarked
package nl.digitalebalie.transport.signal;

import org.jspecify.annotations.NullMarked;
