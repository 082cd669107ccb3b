/**
 * The independent witness of audit logs: a program of its own that keeps the signed heads of logs
 * and takes only those that grew out of the ones before. It has its own key, its own file and,
 * where it is worth something, its own machine and administrator. The server uses the same types to
 * make heads and to read them back. Never here: rows of a log, the server's database, or anything
 * else of the server but its hashing, its HTTP edge and its way to read configuration.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.witness;
