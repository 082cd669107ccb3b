/**
 * What the case panel shows: the server's answer after the gate opened, already cut to the purpose.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.cases;
