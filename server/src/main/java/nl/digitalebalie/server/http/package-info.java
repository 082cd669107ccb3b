/**
 * The edge to the network: HTTP, WebSocket, pages, health. The only package that knows Jetty. Never
 * here: decisions about conversations, staff or cases.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.http;
