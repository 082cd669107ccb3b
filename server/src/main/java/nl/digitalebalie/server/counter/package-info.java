/**
 * One conversation as the counter part sees it: a pure state machine fed by a mailbox, and the
 * staff client's socket. Never here: media, signalling, how a wallet or a case system is spoken to.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.counter;
