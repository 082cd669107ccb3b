package nl.digitalebalie.rtc.packet;

/** Packet types and formats, as registered by IANA. */
final class RtcpType {
  static final int SENDER_REPORT = 200;
  static final int RECEIVER_REPORT = 201;
  static final int SOURCE_DESCRIPTION = 202;
  static final int GOODBYE = 203;

  /** RFC 4585 section 6.1: transport layer feedback. */
  static final int TRANSPORT_LAYER = 205;

  /** RFC 4585 section 6.1: payload-specific feedback. */
  static final int PAYLOAD_SPECIFIC = 206;

  static final int NACK_FORMAT = 1;
  static final int TRANSPORT_CC_FORMAT = 15;
  static final int PICTURE_LOSS_FORMAT = 1;
  static final int FULL_INTRA_FORMAT = 4;
  static final int APPLICATION_LAYER_FORMAT = 15;

  /** RFC 3550 section 6.5.1. */
  static final int CANONICAL_NAME_ITEM = 1;

  /** The four letters that make an application layer feedback a REMB. */
  static final long REMB = 0x52454D42L;

  private RtcpType() {}
}
