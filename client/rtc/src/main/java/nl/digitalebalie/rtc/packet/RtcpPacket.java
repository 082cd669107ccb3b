package nl.digitalebalie.rtc.packet;

import java.util.List;
import nl.digitalebalie.rtc.time.NtpTime;

/** One packet of an RTCP datagram; a datagram holds one or more. */
public sealed interface RtcpPacket
    permits RtcpPacket.Report, RtcpPacket.Feedback, RtcpPacket.Other {

  /** What RFC 3550 itself defines. */
  sealed interface Report extends RtcpPacket {}

  /** What asks or tells a media sender something (RFC 4585 and followers). */
  sealed interface Feedback extends RtcpPacket {}

  /**
   * SR, RFC 3550 section 6.4.1.
   *
   * @param timestamp the RTP time of the same moment as {@code ntp}
   * @param packets sent so far, modulo 2^32
   * @param octets of payload sent so far, modulo 2^32
   */
  record SenderReport(
      long ssrc, NtpTime ntp, long timestamp, long packets, long octets, List<ReportBlock> blocks)
      implements Report {
    public SenderReport {
      blocks = List.copyOf(blocks);
    }
  }

  /** RR, RFC 3550 section 6.4.2. */
  record ReceiverReport(long ssrc, List<ReportBlock> blocks) implements Report {
    public ReceiverReport {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * How one source is received (RFC 3550 section 6.4.1).
   *
   * @param fractionLost since the last report, in 1/256
   * @param cumulativeLost since the beginning; negative when duplicates arrive
   * @param highestSequence extended by cycles to 32 bits
   * @param jitter in ticks
   * @param lastReport middle of the newest SR's NTP time; 0 without one
   * @param delaySinceLastReport in 1/65536 s
   */
  record ReportBlock(
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastReport,
      long delaySinceLastReport) {}

  /** SDES with the canonical name only (RFC 3550 section 6.5), one chunk per source. */
  record SourceDescription(List<Chunk> chunks) implements Report {
    public SourceDescription {
      chunks = List.copyOf(chunks);
    }

    /** A source and its canonical name, which may be empty when the peer writes none. */
    public record Chunk(long ssrc, String canonicalName) {}
  }

  /** BYE, RFC 3550 section 6.6. */
  record Goodbye(List<Long> ssrcs) implements Report {
    public Goodbye {
      ssrcs = List.copyOf(ssrcs);
    }
  }

  /**
   * Generic NACK, RFC 4585 section 6.2.1.
   *
   * @param lost sequence numbers, 0 to 65535
   */
  record Nack(long sender, long media, List<Integer> lost) implements Feedback {
    public Nack {
      lost = List.copyOf(lost);
    }
  }

  /** PLI, RFC 4585 section 6.3.1: a key frame, please. */
  record PictureLoss(long sender, long media) implements Feedback {}

  /** FIR, RFC 5104 section 4.3.1: a key frame, please, counted so that a repetition is known. */
  record FullIntraRequest(long sender, List<Entry> entries) implements Feedback {
    public FullIntraRequest {
      entries = List.copyOf(entries);
    }

    /** Which source, and the request's number modulo 256. */
    public record Entry(long ssrc, int number) {}
  }

  /** REMB, draft-alvestrand-rmcat-remb section 2.2: what the receiver thinks the path can carry. */
  record MaxBitrate(long sender, long bitsPerSecond, List<Long> ssrcs) implements Feedback {
    public MaxBitrate {
      ssrcs = List.copyOf(ssrcs);
    }
  }

  /**
   * draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1: when each packet arrived.
   *
   * @param baseSequence transport-wide number of the first status
   * @param referenceTime in 64 ms, 24 bits signed
   * @param count number of this feedback, modulo 256
   * @param statuses one per consecutive packet
   */
  record TransportFeedback(
      long sender,
      long media,
      int baseSequence,
      int referenceTime,
      int count,
      List<ArrivalStatus> statuses)
      implements Feedback {
    public TransportFeedback {
      statuses = List.copyOf(statuses);
    }
  }

  /** What became of one packet. */
  sealed interface ArrivalStatus {
    /** It did not arrive. */
    record Lost() implements ArrivalStatus {}

    /**
     * It arrived.
     *
     * @param delta in 250 microseconds since the arrival before it (the first: since the reference
     *     time); -32768 to 32767
     */
    record Arrived(int delta) implements ArrivalStatus {}
  }

  /** A packet the engine does not interpret. */
  record Other(int type, int format) implements RtcpPacket {}
}
