/**
 * What ties media, chat and identity to the keys of these two people: the channel binding value
 * {@code b}, the binding {@code c_n} of each epoch, the spoken code, the sealed messages, signs of
 * life. Every formula has test vectors in {@code golden/binding} that the page's tests read as
 * well. Never here: who holds a private key, when to ask, what to show.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.binding;
