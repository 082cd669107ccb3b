/**
 * The partners' HTTP edge: one small server per partner on Jetty core, calls and replies as values.
 * Never here: what a partner answers.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.http;
