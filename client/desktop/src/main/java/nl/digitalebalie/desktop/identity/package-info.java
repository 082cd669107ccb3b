/**
 * Whether the resident showed who they are, and the client's own check of it with the
 * administrator's pinned keys. Never here: controls, sockets, values of attributes that outlive a
 * check.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.identity;
