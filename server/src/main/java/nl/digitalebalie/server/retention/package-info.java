/**
 * Destroys what was kept long enough: which rows are over is decided by a plan without a clock or a
 * database, said in the audit log, and then done. Never here: what the rows say.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.retention;
