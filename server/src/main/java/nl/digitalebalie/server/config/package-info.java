/**
 * Reading the one configuration file: every value is asked for by name, every fault is kept with
 * its path, and nothing is believed before all faults are known.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.config;
