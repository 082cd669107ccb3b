package nl.digitalebalie.rtc.packet;

import java.util.Arrays;

/** Big-endian numbers in byte arrays; callers have checked the bounds. */
final class Wire {
  private Wire() {}

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  static int u24(byte[] bytes, int at) {
    return u16(bytes, at) << 8 | u8(bytes, at + 2);
  }

  static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  static long u64(byte[] bytes, int at) {
    return u32(bytes, at) << 32 | u32(bytes, at + 4);
  }

  /** A growing array of big-endian numbers. */
  static final class Writer {
    private byte[] bytes;
    private int size;

    Writer(int expectedBytes) {
      bytes = new byte[expectedBytes];
    }

    int size() {
      return size;
    }

    void u8(int value) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, size * 2 + 16);
      }
      bytes[size++] = (byte) value;
    }

    void u16(int value) {
      u8(value >> 8);
      u8(value);
    }

    void u24(int value) {
      u8(value >> 16);
      u16(value);
    }

    void u32(long value) {
      u16((int) (value >> 16));
      u16((int) value);
    }

    void u64(long value) {
      u32(value >>> 32);
      u32(value);
    }

    void bytes(byte[] more) {
      if (size + more.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, (size + more.length) * 2);
      }
      System.arraycopy(more, 0, bytes, size, more.length);
      size += more.length;
    }

    void zeros(int count) {
      for (int i = 0; i < count; i++) {
        u8(0);
      }
    }

    /** Fills up to a multiple of four bytes, as every RTCP packet must be. */
    void align() {
      zeros(Math.floorMod(-size, 4));
    }

    void replaceU8(int at, int value) {
      bytes[at] = (byte) value;
    }

    void replaceU16(int at, int value) {
      bytes[at] = (byte) (value >> 8);
      bytes[at + 1] = (byte) value;
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
