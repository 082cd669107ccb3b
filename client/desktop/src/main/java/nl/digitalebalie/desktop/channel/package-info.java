/**
 * What makes a conversation belong to the two who hold it, on the staff side: the conversation key,
 * the binding, the announcement of each epoch, sealed frames, the run of the spoken code, signs of
 * life. Pure: time and randomness come in as arguments, messages go out as values. Private keys,
 * the code and everything derived from them live here and nowhere else, and are forgotten with the
 * conversation. Never here: sockets, threads, a clock, words for people, what a message means.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.channel;
