/**
 * Pictures of documents, drawn by a process of their own: what a case system delivers was made by
 * strangers. Never here: the toolkit, cases, a file on disk.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.viewer;
