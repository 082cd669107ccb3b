/**
 * Contact moments and call-backs in the municipality's customer-interaction system
 * (Klantinteracties), by an outbox that a failing system delays and never loses. Never here: when a
 * contact is registered, and who may see a call-back.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.contacts;
