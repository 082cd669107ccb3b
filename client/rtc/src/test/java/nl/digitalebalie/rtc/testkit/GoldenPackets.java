package nl.digitalebalie.rtc.testkit;

import java.util.HexFormat;

/** Packets written out by hand from the RFCs, so that reader and writer cannot agree on a fault. */
public final class GoldenPackets {
  /** PT 96, marker, sequence 0x1234, timestamp 0x11223344, SSRC 0xAABBCCDD, three bytes. */
  public static final byte[] RTP = hex("80E0 1234 11223344 AABBCCDD 010203");

  /** One-byte extensions (RFC 8285 section 4.2): id 1 = 30, padding, id 3 = 0x0102. */
  public static final byte[] RTP_ONE_BYTE_EXTENSIONS =
      hex("906F 0001 00000001 00000002 BEDE0002 101E0031 01020000 FF");

  /** Two-byte extensions (RFC 8285 section 4.3): id 1 empty, id 20 = 0xABCD. */
  public static final byte[] RTP_TWO_BYTE_EXTENSIONS =
      hex("906F 0001 00000001 00000002 10000002 0100 1402 ABCD 0000 FF");

  /** Two contributors and four bytes of padding. */
  public static final byte[] RTP_CONTRIBUTORS_AND_PADDING =
      hex("A260 0001 00000001 00000002 00000003 00000004 0A0B 00000004");

  /** Padding and nothing else: what Chromium probes with. */
  public static final byte[] RTP_ONLY_PADDING = hex("A060 0001 00000001 00000002 0000000000000008");

  /** SR with one block, then SDES with the name "ab". */
  public static final byte[] SENDER_REPORT_AND_DESCRIPTION =
      hex(
          "81C8000C 00000001 83AA7E80 80000000 00015F90 00000064 00002710"
              + " 00000002 40FFFFFF 00012345 00000010 7E808000 00010000"
              + " 81CA0003 00000001 01026162 00000000");

  /** RR without blocks. */
  public static final byte[] EMPTY_RECEIVER_REPORT = hex("80C90001 00000001");

  /** NACK of 100, 101, 116 and 200 (RFC 4585 section 6.2.1). */
  public static final byte[] NACK = hex("81CD0004 00000001 00000002 00648001 00C80000");

  /** PLI (RFC 4585 section 6.3.1). */
  public static final byte[] PICTURE_LOSS = hex("81CE0002 00000001 00000002");

  /** FIR number 7 (RFC 5104 section 4.3.1.1). */
  public static final byte[] FULL_INTRA = hex("84CE0004 00000001 00000000 00000002 07000000");

  /** REMB of 1 000 000 bit/s: exponent 2, mantissa 250 000. */
  public static final byte[] MAX_BITRATE =
      hex("8FCE0005 00000001 00000000 52454D42 010BD090 00000002");

  /**
   * Transport-wide feedback: base 5, seven packets, reference time 1, number 9; a two-bit vector
   * says arrived (4 x 250 us), lost, arrived (-1), and four lost.
   */
  public static final byte[] TRANSPORT_FEEDBACK =
      hex("8FCD0006 00000001 00000002 00050007 00000109 D20004FF FF000000");

  /** BYE of two sources. */
  public static final byte[] GOODBYE = hex("82CB0002 00000001 00000002");

  private GoldenPackets() {}

  /** Bytes from hexadecimal digits; blanks are for the reader. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
