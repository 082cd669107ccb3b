/**
 * The fictional people of the demonstration: their wallet cards and their cases, read from one
 * file. Never here: a real person's data.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.people;
