/**
 * The written side of a conversation: messages, live text, files, as immutable values and the rules
 * that change them. It lives in memory only and ends with the conversation. Never here: keys,
 * sealing, sockets, dialogs, words for people.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.chat;
