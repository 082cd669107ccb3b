/**
 * The network edges of the client: {@link nl.digitalebalie.transport.CallTransport} ties ICE, DTLS
 * and SRTP to one engine, {@link nl.digitalebalie.transport.RtcLoop} gives that engine its thread
 * and its clock.
 *
 * <p>Here never: codecs, devices, pictures, the meaning of signalling messages, any decision that
 * the engine could take.
 */
@NullMarked
package nl.digitalebalie.transport;

import org.jspecify.annotations.NullMarked;
