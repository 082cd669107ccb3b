/**
 * Turns agreed SRTP keys into the packet protection port of the engine.
 *
 * <p>The only importer of jitsi-srtp. Here never: sockets, key agreement (that is {@code
 * transport.dtls}), the meaning of RTP fields beyond what finding the SSRC takes.
 */
@NullMarked
package nl.digitalebalie.transport.srtp;

import org.jspecify.annotations.NullMarked;
