/** Making secrets and keeping their hashes. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.secret;
