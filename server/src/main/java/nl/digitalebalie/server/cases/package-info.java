/**
 * Adapters to case systems: they read what the gate's scope allows, check every answer again, and
 * cut it to what the panel shows. Never here: deciding who may see what.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.cases;
