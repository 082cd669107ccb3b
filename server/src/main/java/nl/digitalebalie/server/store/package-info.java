/**
 * The database behind a narrow port: one writer, a few readers, migrations. The only package that
 * knows Jdbi and Flyway. Never here: what a row means.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.store;
