/** The picture, the controls and the words about the connection. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.call;
