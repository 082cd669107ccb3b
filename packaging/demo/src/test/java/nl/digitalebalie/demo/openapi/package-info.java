/**
 * Holding requests and answers against the published OpenAPI files. Never here: copies of those
 * files.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.openapi;
