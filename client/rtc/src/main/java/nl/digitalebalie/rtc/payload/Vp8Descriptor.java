package nl.digitalebalie.rtc.payload;

import java.util.Arrays;

/**
 * The VP8 payload descriptor in front of every packet's piece of a picture (RFC 7741 section 4.2).
 *
 * @param beginsPartition the S bit
 * @param partition the PID field, 0 to 7
 * @param bytes how long the descriptor itself is
 */
public record Vp8Descriptor(boolean beginsPartition, int partition, int bytes) {

  /** What reading a descriptor gave. */
  public sealed interface Result {
    /** The descriptor. */
    record Read(Vp8Descriptor descriptor) implements Result {}

    /** The payload ends before its descriptor does, or nothing follows it. */
    record Malformed() implements Result {}
  }

  /** Whether this packet begins a picture: the first partition's first packet. */
  public boolean beginsPicture() {
    return beginsPartition && partition == 0;
  }

  /** What follows the descriptor: a piece of the picture. */
  public byte[] piece(byte[] payload) {
    return Arrays.copyOfRange(payload, bytes, payload.length);
  }

  /** Reads hostile bytes; never throws. */
  public static Result read(byte[] payload) {
    int length = length(payload);
    if (length >= payload.length) {
      return new Result.Malformed();
    }
    return new Result.Read(new Vp8Descriptor((payload[0] & 0x10) != 0, payload[0] & 0x07, length));
  }

  /** The descriptor's length by its flags, which may lie beyond the payload's end. */
  private static int length(byte[] payload) {
    if (payload.length < 1 || (payload[0] & 0x80) == 0) {
      return 1;
    }
    if (payload.length < 2) {
      return 2;
    }
    int flags = payload[1];
    int length = 2;
    if ((flags & 0x80) != 0) {
      // RFC 7741 section 4.2: the M bit says whether the picture id has 15 bits instead of 7.
      length += payload.length > length && (payload[length] & 0x80) != 0 ? 2 : 1;
    }
    if ((flags & 0x40) != 0) {
      length += 1;
    }
    if ((flags & 0x30) != 0) {
      length += 1;
    }
    return length;
  }
}
