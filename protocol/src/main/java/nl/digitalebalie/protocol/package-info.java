/**
 * What the resident's page, the staff client and the server say to each other. No threads, no IO,
 * no clock.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol;
