package nl.digitalebalie.rtc.payload;

import java.util.ArrayList;
import java.util.List;

/** Cuts VP8 pictures into RTP payloads (RFC 7741 section 4). */
public final class Vp8Packetizer {
  /**
   * With RTP header, extensions, SRTP tag, RTX number, UDP, IP and a TURN header a packet stays
   * below 1280 bytes, which every path carries.
   */
  public static final int MAX_PAYLOAD = 1_100;

  private static final int DESCRIPTOR = 4;
  private static final int PICTURE_ID_TURN = 1 << 15;

  private int pictureId;

  /**
   * @param firstPictureId RFC 7741 section 4.2: "MAY be chosen at random"
   */
  public Vp8Packetizer(int firstPictureId) {
    pictureId = Math.floorMod(firstPictureId, PICTURE_ID_TURN);
  }

  /** The payloads of one picture in order, of nearly equal size, each at most 1100 bytes. */
  public List<byte[]> cut(byte[] picture) {
    int room = MAX_PAYLOAD - DESCRIPTOR;
    int packets = (picture.length + room - 1) / room;
    List<byte[]> payloads = new ArrayList<>(packets);
    int from = 0;
    for (int i = 0; i < packets; i++) {
      int to = (int) ((long) picture.length * (i + 1) / packets);
      payloads.add(payload(picture, from, to));
      from = to;
    }
    pictureId = (pictureId + 1) % PICTURE_ID_TURN;
    return payloads;
  }

  private byte[] payload(byte[] picture, int from, int to) {
    byte[] payload = new byte[DESCRIPTOR + to - from];
    // X is set; S on the first packet; the whole picture is treated as partition 0.
    payload[0] = (byte) (0x80 | (from == 0 ? 0x10 : 0));
    payload[1] = (byte) 0x80;
    payload[2] = (byte) (0x80 | pictureId >> 8);
    payload[3] = (byte) pictureId;
    System.arraycopy(picture, from, payload, DESCRIPTOR, to - from);
    return payload;
  }
}
