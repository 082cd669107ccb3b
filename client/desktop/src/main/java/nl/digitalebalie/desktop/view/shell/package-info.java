/** The window around the views: header, columns, shortcuts, and which view is in the middle. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.shell;
