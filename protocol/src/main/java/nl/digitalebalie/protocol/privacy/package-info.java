/** The type that keeps personal values out of logs. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.privacy;
