package nl.digitalebalie.rtc.packet;

/**
 * One RTP header extension element (RFC 8285).
 *
 * @param id 1 to 255, as negotiated by {@code a=extmap}
 * @param value 0 to 255 bytes
 */
public record HeaderExtension(int id, byte[] value) {
  public HeaderExtension {
    if (id < 1 || id > 255 || value.length > 255) {
      throw new IllegalArgumentException("an extension has id 1 to 255 and at most 255 bytes");
    }
  }

  /** RFC 8285 section 4.2: ids 1 to 14 and 1 to 16 bytes fit the one-byte form. */
  boolean fitsOneByteForm() {
    return id <= 14 && value.length >= 1 && value.length <= 16;
  }
}
