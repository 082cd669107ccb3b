/**
 * A whole call in one thread and in virtual time: seeded links, two sessions back to back,
 * generated pictures whose order and content are checked when they are played. No sleeps, no real
 * network.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.testkit;
