/**
 * The staff member's side of a call as values: what the media engine is told and tells, and the
 * state that follows. Never here: controls, sockets, codecs.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.call;
