/**
 * Sound as plain samples: its one format, its level, its files.
 *
 * <p>Lives here: values and arithmetic on samples. Must never live here: devices, codecs, threads.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.sound;
