/** The scripted run of the whole product and the report of what was measured in it. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.run;
