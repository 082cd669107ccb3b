/**
 * The edges to the server: signing in over HTTP and the two signalling sockets. Never here:
 * decisions about what a message means.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.connection;
