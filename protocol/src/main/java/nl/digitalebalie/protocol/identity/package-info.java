/**
 * The vocabulary of identity: attributes, assurance level, evidence, attestation. Never here: keys,
 * JOSE, decisions.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.identity;
