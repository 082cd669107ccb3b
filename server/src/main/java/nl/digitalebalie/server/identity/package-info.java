/**
 * Proof of identity: sessions at an irma server, verification of their results, attestation. One of
 * the few packages that know JOSE. Never here: conversations, cases, decisions about access.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.identity;
