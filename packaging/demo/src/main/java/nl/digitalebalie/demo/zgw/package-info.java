/**
 * A case system with the shape of Open Zaak (Zaken, Catalogi, Documenten) over fictional cases;
 * only notes can be added. Never here: what the counter makes of the answers.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.demo.zgw;
