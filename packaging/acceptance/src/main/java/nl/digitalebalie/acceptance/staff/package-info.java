/**
 * The staff client run by script: the real application on the toolkit's headless platform, its
 * buttons pressed, its state and its pixels read. Never here: a shortcut past the interface.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.staff;
