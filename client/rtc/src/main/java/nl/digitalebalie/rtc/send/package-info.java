/**
 * From encoded media to packets on their way: numbering, pacing, the cache that answers NACKs, and
 * what sender reports say. Nothing here encrypts or touches the network.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.send;
