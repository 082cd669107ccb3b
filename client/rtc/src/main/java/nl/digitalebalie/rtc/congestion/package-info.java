/**
 * How much we may send. The seam is {@link nl.digitalebalie.rtc.congestion.RateController}; behind
 * it a controller that reacts to loss. Nothing here sends or encodes.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.congestion;
