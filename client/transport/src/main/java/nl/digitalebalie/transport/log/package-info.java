/**
 * Brings the log of libraries that use java.util.logging to SLF4J, without addresses and passwords.
 *
 * <p>Here never: log statements of our own.
 */
@NullMarked
package nl.digitalebalie.transport.log;

import org.jspecify.annotations.NullMarked;
