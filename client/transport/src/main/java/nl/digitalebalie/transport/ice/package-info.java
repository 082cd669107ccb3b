/**
 * Finds a path to the peer and carries datagrams over it (ICE, RFC 8445; trickle, RFC 8838;
 * consent, RFC 7675).
 *
 * <p>The only importer of ice4j. Here never: what the datagrams mean, keys, SDP beyond single
 * candidates. Addresses are personal data: nothing in this package prints one.
 */
@NullMarked
package nl.digitalebalie.transport.ice;

import org.jspecify.annotations.NullMarked;
