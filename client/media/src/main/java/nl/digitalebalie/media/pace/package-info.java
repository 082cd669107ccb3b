/**
 * The edge's clock and its patience: the only place in media that asks what time it is and waits
 * for a moment to come.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.pace;
