/**
 * Calls between our transport and codecs and other people's WebRTC, without a server in between.
 *
 * <p>Here never: the product's own page or signalling; those are tested as a whole elsewhere.
 */
@NullMarked
package nl.digitalebalie.acceptance.interop;

import org.jspecify.annotations.NullMarked;
