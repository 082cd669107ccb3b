/**
 * The call engine: joins the transport of a call with the devices and codecs, without a toolkit.
 *
 * <p>Lives here: {@code CallEngine}, its settings, events and statistics. Must never live here:
 * JavaFX, texts for people, case data, decisions about identity.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.call.engine;
