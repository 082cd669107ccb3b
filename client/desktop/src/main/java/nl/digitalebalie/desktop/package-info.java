/** The JavaFX application of the counter staff. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop;
