/** Devices with a test, theme, text size, language and sound. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.settings;
