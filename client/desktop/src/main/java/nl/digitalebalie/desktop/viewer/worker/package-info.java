/**
 * The process that reads hostile documents: bytes in by standard input, pixels out by standard
 * output, nothing else. Never here: anything of the desk, the network, a file on disk.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.viewer.worker;
