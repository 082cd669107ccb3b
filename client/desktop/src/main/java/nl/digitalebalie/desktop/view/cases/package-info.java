/** The case panel: locked with what is missing, or open with a countdown. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.cases;
