/**
 * The port through which packets are encrypted and decrypted. Here lives the port alone: keys,
 * ciphers and replay windows are in the implementation behind it.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.protect;
