/**
 * The only bridge to the JavaFX toolkit's thread, and the nodes that every view shares. Never here:
 * decisions.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.fx;
