package nl.digitalebalie.transport.srtp;

import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/** One packet in the shape jitsi-srtp works on: a growing array with a window on it. */
final class PacketBuffer implements ByteArrayBuffer {
  private byte[] bytes;
  private int offset;
  private int length;

  PacketBuffer(byte[] packet, int spareBytes) {
    this.bytes = Arrays.copyOf(packet, packet.length + spareBytes);
    this.length = packet.length;
  }

  byte[] toBytes() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int newLength) {
    length = newLength;
  }

  @Override
  public void setOffset(int newOffset) {
    offset = newOffset;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] target) {
    System.arraycopy(bytes, offset + from, target, 0, count);
  }

  @Override
  public void grow(int more) {
    if (offset + length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, offset + length + more);
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int fewer) {
    length -= fewer;
  }
}
