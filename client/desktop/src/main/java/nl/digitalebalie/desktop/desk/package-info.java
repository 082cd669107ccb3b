/**
 * The desk of one signed-in staff member: one immutable state, the events that change it, the
 * effects that follow. Never here: threads, sockets, controls, a clock.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.desk;
