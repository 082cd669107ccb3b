/** Counting and refusing: token buckets and caps, pure and with the time as an argument. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.limit;
