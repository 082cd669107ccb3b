/**
 * A relay that wants to be in the middle, against the real channel of the staff client and a
 * resident built from the same protocol. What it may do is everything; what it must not achieve is
 * said by the tests.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.hostile;
