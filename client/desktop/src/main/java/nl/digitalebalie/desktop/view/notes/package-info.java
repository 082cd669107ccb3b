/** Notes during the talk and the wrap-up after it. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.notes;
