/**
 * Every message between the resident's page, the staff client and the server: one file for each
 * direction. Records check their bounds when they are made, so a decoded message is a valid one.
 * Never here: behaviour, IO, time.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.signal;
