/**
 * Every word that the staff member reads, in Dutch and English. Never here: texts of
 * municipalities, which come from the server.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.texts;
