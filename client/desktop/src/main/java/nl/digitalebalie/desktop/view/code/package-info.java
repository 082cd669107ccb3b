/** The field for the spoken code; it takes what the resident says and never shows the code. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.code;
