/**
 * The DTLS handshake of a call: who the other end is (by certificate fingerprint) and which SRTP
 * keys both ends now share.
 *
 * <p>The only importer of BouncyCastle in the client. Here never: sockets (datagrams are pushed in
 * and handed out), SRTP packets, the trust decision behind a fingerprint.
 */
@NullMarked
package nl.digitalebalie.transport.dtls;

import org.jspecify.annotations.NullMarked;
