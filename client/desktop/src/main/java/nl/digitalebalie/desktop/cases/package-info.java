/**
 * Whether the case panel is open and what it shows. Never here: controls, sockets, anything that
 * keeps a case after the panel locked.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.cases;
