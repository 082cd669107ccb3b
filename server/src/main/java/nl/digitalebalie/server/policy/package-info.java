/**
 * The municipality's purposes as one readable file: why identity is asked, which cases may open,
 * for whom and how long. Never here: decisions, which are the gate's.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.policy;
