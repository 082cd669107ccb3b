/**
 * The customer-interaction system of the demonstration: Klantinteracties as Open Klant answers it,
 * with some contacts of before. Never here: rules of the counter.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.klant;
