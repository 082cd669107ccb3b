/**
 * A population register with the shape of Haal Centraal BRP personen bevragen 2.x over fictional
 * people. Never here: what the counter makes of the answers.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.brp;
