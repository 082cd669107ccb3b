/**
 * The Logboek Dataverwerkingen (Logius, 1.0.0): one record for each processing and data subject,
 * confirmed before what was read is shown. Never here: who of the staff did it (that is the audit
 * log's, joined by the trace id), a number in the clear, a value that was read.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.processing;
