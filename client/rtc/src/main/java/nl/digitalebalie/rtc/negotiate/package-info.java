/**
 * Offer and answer (RFC 8829, RFC 3264): what we propose, which answers we accept, and what follows
 * from them. Security requirements are checked here and refused with a code, never repaired.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.negotiate;
