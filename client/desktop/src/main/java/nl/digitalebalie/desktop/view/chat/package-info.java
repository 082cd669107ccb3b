/** The written side of the talk: messages, live text, files, in a tab or in the middle. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.chat;
