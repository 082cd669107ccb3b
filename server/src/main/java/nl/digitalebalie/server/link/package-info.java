/**
 * The relay and the counter part as two processes: what passes between them, the end that listens
 * (relay, in the DMZ) and the end that dials (counter, inside). Never here: identity, gate, cases,
 * audit, policy; and on the relay's side no key but a public one.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.link;
