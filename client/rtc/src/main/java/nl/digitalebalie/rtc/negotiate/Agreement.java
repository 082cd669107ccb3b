package nl.digitalebalie.rtc.negotiate;

import java.util.List;
import java.util.Optional;

/**
 * What an offer and its answer add up to.
 *
 * @param streams at most one of audio and one of video
 * @param rtcpForm whether lone feedback packets may be sent
 */
public record Agreement(
    RemoteTransport remote, DtlsRole dtlsRole, List<StreamAgreement> streams, RtcpForm rtcpForm) {
  public Agreement {
    streams = List.copyOf(streams);
  }

  /** How RTCP datagrams begin. */
  public enum RtcpForm {
    /** With a report and an SDES, always (RFC 3550 section 6.1). */
    COMPOUND,
    /** With anything (RFC 5506). */
    REDUCED_SIZE
  }

  /** The stream of audio or of video. */
  public Optional<StreamAgreement> stream(Codec codec) {
    return streams.stream().filter(stream -> stream.codec() == codec).findFirst();
  }
}
