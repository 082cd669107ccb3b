/**
 * How the logs name the person or enterprise whose data was opened, so that their rows can be found
 * by whoever holds the key and by nobody after the retention period. Never here: a number in the
 * clear on its way to a disk or a log.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.subject;
