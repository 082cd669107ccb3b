/** Embedded partners for demonstration and tests. Never part of a production artefact. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo;
