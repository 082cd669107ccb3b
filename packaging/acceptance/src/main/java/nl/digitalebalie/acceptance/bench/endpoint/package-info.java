/**
 * One end of a call in a process of its own: the product's engine, or libwebrtc as the peer to
 * compare with. Both speak the same lines on standard input and output, so both are measured the
 * same way.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.bench.endpoint;
