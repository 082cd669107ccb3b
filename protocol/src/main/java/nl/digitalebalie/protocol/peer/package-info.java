/**
 * What the resident's page and the staff client say to each other, sealed from end to end: chat,
 * live text, files, the run of the spoken code. The server carries it and cannot read it. Never
 * here: anything that the server must know.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.peer;
