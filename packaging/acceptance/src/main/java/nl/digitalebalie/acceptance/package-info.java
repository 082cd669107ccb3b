/** The assembled product under test: the scripted run and the benchmarks. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance;
