/**
 * Who may see which case, why and until when: one pure decision. Never here: IO, clocks, messages.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.gate;
