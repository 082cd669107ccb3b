/**
 * Who the staff are: accounts, passwords, tickets. Never here: what a role may see of a case, which
 * is the gate's.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.staff;
