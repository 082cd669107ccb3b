/**
 * The administrator's policy file: which server, which pinned keys, demo or not. Users cannot
 * change it. Never here: defaults that make an incomplete policy usable.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.policy;
