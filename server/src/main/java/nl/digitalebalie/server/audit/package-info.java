/**
 * Who opened what of whose data, when, why and on what evidence: rows that are chained by hashes,
 * durable before their effect, and verifiable by a command. Never here: values of personal data, or
 * decisions.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.audit;
