/**
 * Waiting room, presence and signalling: pure state machines, each with a mailbox. Never here:
 * identity, cases, audit, or any import of the counter part.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.relay;
