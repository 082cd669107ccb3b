/** The identity panel: a state in icon and words, and the question to the resident. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.identity;
