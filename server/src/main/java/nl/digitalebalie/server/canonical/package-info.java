/**
 * One byte form for one JSON value (RFC 8785), so that hashes of policies and audit rows can be
 * recomputed by anybody. Never here: what the values mean.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.canonical;
