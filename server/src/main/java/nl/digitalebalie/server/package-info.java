/** The signalling server: waiting room, identity, gate, cases and audit. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server;
