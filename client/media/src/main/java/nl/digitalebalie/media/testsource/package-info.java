/**
 * Pictures and sound that a machine can recognise at the other end of a call.
 *
 * <p>Lives here: generators and readers for test calls, benchmarks and the scripted run. Must never
 * live here: anything a call between people depends on.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.testsource;
