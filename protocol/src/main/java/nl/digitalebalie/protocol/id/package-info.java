/** Typed identifiers; a conversation cannot be passed where a purpose is meant. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.id;
