/** What the parts of the server hand each other when the process starts. Types only. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.server.parts;
