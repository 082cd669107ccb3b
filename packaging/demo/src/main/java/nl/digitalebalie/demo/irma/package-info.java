/**
 * A look-alike of irma server's requestor API and session protocol, with its oddities, for people
 * without a wallet. The one thing it does not do is cryptographic proof: the demo wallet names a
 * card and the look-alike believes it. Never here: anything that production needs.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.irma;
