/** The files of a run that nobody keeps. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.files;
