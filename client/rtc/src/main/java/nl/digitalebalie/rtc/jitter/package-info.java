/**
 * From packets to playout: pictures are put together, kept in order and played at a time that
 * follows the network's jitter; sound leaves every 20 ms whether it came or not; both are held
 * against each other for lip sync. Nothing here asks for packets or decodes them.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.jitter;
