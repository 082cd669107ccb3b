/**
 * What both parts know of a call-back: what a resident asks, and by when the municipality promises
 * to call. Pure values and rules; never here: who calls, and where it is kept.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.callback;
