package nl.digitalebalie.rtc.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.rtc.packet.RtcpPacket.ArrivalStatus;

/** The body of draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1. */
final class TransportFeedbackFormat {
  /**
   * Seconds of packets at several Mbit/s; a run of 65535 would be a cheap way to cost us memory.
   */
  private static final int MAX_STATUSES = 4_096;

  private static final int FIXED = 16;
  private static final int LOST = 0;
  private static final int SMALL = 1;
  private static final int LARGE = 2;
  private static final int MAX_RUN = 0x1FFF;
  private static final int ONE_BIT_SYMBOLS = 14;
  private static final int TWO_BIT_SYMBOLS = 7;
  private static final ArrivalStatus NOT_ARRIVED = new ArrivalStatus.Lost();

  private TransportFeedbackFormat() {}

  static Optional<RtcpPacket> read(RtcpReader.Body body) {
    if (body.length() < FIXED || body.u16(10) > MAX_STATUSES) {
      return Optional.empty();
    }
    int count = body.u16(10);
    int[] symbols = new int[count];
    int deltasAt = readSymbols(body, symbols);
    Optional<List<ArrivalStatus>> statuses =
        deltasAt < 0 ? Optional.empty() : readDeltas(body, symbols, deltasAt);
    return statuses.map(read ->
        new RtcpPacket.TransportFeedback(
            body.u32(0),
            body.u32(4),
            body.u16(8),
            Wire.u24(body.bytes(), body.at(12)) << 8 >> 8,
            body.u8(15),
            read));
  }

  /** Fills in the symbols; returns where the deltas begin, or -1 when chunks are missing. */
  private static int readSymbols(RtcpReader.Body body, int[] symbols) {
    int at = FIXED;
    int read = 0;
    while (read < symbols.length) {
      if (at + 2 > body.length()) {
        return -1;
      }
      int chunk = body.u16(at);
      at += 2;
      boolean vector = (chunk & 0x8000) != 0;
      boolean twoBits = (chunk & 0x4000) != 0;
      int carried = !vector ? chunk & MAX_RUN : twoBits ? TWO_BIT_SYMBOLS : ONE_BIT_SYMBOLS;
      if (carried == 0) {
        return -1;
      }
      for (int i = 0; i < carried && read < symbols.length; i++) {
        symbols[read++] = symbol(chunk, vector, twoBits, i);
      }
    }
    return at;
  }

  private static int symbol(int chunk, boolean vector, boolean twoBits, int index) {
    if (!vector) {
      return chunk >> 13 & 3;
    }
    return twoBits
        ? chunk >> (2 * (TWO_BIT_SYMBOLS - 1 - index)) & 3
        : chunk >> (ONE_BIT_SYMBOLS - 1 - index) & 1;
  }

  private static Optional<List<ArrivalStatus>> readDeltas(
      RtcpReader.Body body, int[] symbols, int from) {
    List<ArrivalStatus> statuses = new ArrayList<>(symbols.length);
    int at = from;
    for (int symbol : symbols) {
      int size = symbol == SMALL ? 1 : symbol == LARGE ? 2 : 0;
      if (at + size > body.length()) {
        return Optional.empty();
      }
      statuses.add(
          switch (symbol) {
            case SMALL -> new ArrivalStatus.Arrived(body.u8(at));
            case LARGE -> new ArrivalStatus.Arrived((short) body.u16(at));
            // The symbol 3 is reserved; a packet about which nothing is known counts as lost.
            default -> NOT_ARRIVED;
          });
      at += size;
    }
    return Optional.of(statuses);
  }

  static void write(Wire.Writer out, RtcpPacket.TransportFeedback feedback) {
    out.u32(feedback.sender());
    out.u32(feedback.media());
    out.u16(feedback.baseSequence());
    out.u16(feedback.statuses().size());
    out.u24(feedback.referenceTime());
    out.u8(feedback.count());
    writeSymbols(
        out, feedback.statuses().stream().mapToInt(TransportFeedbackFormat::symbol).toArray());
    feedback.statuses().forEach(status -> writeDelta(out, status));
  }

  private static int symbol(ArrivalStatus status) {
    return switch (status) {
      case ArrivalStatus.Lost _ -> LOST;
      case ArrivalStatus.Arrived arrived ->
          arrived.delta() >= 0 && arrived.delta() <= 0xFF ? SMALL : LARGE;
    };
  }

  private static void writeSymbols(Wire.Writer out, int[] symbols) {
    int at = 0;
    while (at < symbols.length) {
      int run = runLength(symbols, at);
      if (run >= ONE_BIT_SYMBOLS || at + run == symbols.length) {
        out.u16(symbols[at] << 13 | run);
        at += run;
      } else if (hasLarge(symbols, at, ONE_BIT_SYMBOLS)) {
        out.u16(0xC000 | vector(symbols, at, TWO_BIT_SYMBOLS, 2));
        at += TWO_BIT_SYMBOLS;
      } else {
        out.u16(0x8000 | vector(symbols, at, ONE_BIT_SYMBOLS, 1));
        at += ONE_BIT_SYMBOLS;
      }
    }
  }

  private static int runLength(int[] symbols, int from) {
    int end = from;
    while (end < symbols.length && symbols[end] == symbols[from] && end - from < MAX_RUN) {
      end++;
    }
    return end - from;
  }

  private static boolean hasLarge(int[] symbols, int from, int count) {
    for (int i = from; i < Math.min(from + count, symbols.length); i++) {
      if (symbols[i] == LARGE) {
        return true;
      }
    }
    return false;
  }

  private static int vector(int[] symbols, int from, int count, int bits) {
    int chunk = 0;
    for (int i = from; i < from + count; i++) {
      chunk = chunk << bits | (i < symbols.length ? symbols[i] : LOST);
    }
    return chunk;
  }

  private static void writeDelta(Wire.Writer out, ArrivalStatus status) {
    if (status instanceof ArrivalStatus.Arrived(int delta)) {
      if (symbol(status) == SMALL) {
        out.u8(delta);
      } else {
        out.u16(delta);
      }
    }
  }
}
