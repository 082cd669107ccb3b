/**
 * The benchmarks: what is measured, against which peer, and how it is written down. Never here: a
 * figure that was not measured in this run, or a setting that only a benchmark has.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.bench;
