package nl.digitalebalie.protocol.sdp;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One {@code a=} line, typed where the engine understands it; anything else is kept as {@link
 * Other}, so that reading and writing loses nothing.
 */
public sealed interface Attribute permits Fingerprint, Candidate, Attribute.Known, Attribute.Other {

  /** The attributes that need no class file of their own. */
  sealed interface Known extends Attribute {}

  /** {@code a=mid:} (RFC 5888): names an m-line. */
  record Mid(String value) implements Known {
    public Mid {
      Text.requireToken(value, 64);
    }
  }

  /** {@code a=group:} (RFC 5888, RFC 9143), such as {@code BUNDLE 0 1}. */
  record Group(String semantics, List<String> mids) implements Known {
    public Group {
      Text.requireToken(semantics, 32);
      mids = List.copyOf(mids);
      mids.forEach(mid -> Text.requireToken(mid, 64));
    }
  }

  /** {@code a=ice-ufrag:} (RFC 8839 section 5.4): 4 to 256 ice-chars. */
  record IceUfrag(String value) implements Known {
    public IceUfrag {
      Text.requireIceChars(value, 4);
    }
  }

  /** {@code a=ice-pwd:} (RFC 8839 section 5.4): 22 to 256 ice-chars. */
  record IcePwd(String value) implements Known {
    public IcePwd {
      Text.requireIceChars(value, 22);
    }

    /** Keeps the password out of logs: it authenticates connectivity checks. */
    @Override
    public String toString() {
      return "IcePwd[redacted]";
    }
  }

  /** {@code a=ice-options:} (RFC 8839 section 5.6). */
  record IceOptions(List<String> tags) implements Known {
    public IceOptions {
      tags = List.copyOf(tags);
      tags.forEach(tag -> Text.requireToken(tag, 64));
    }
  }

  /** {@code a=ice-lite} (RFC 8839 section 5.3). */
  record IceLite() implements Known {}

  /** {@code a=end-of-candidates} (RFC 8840 section 8.2). */
  record EndOfCandidates() implements Known {}

  /** {@code a=setup:} (RFC 4145, RFC 8842): who begins the DTLS handshake. */
  record Setup(SetupRole role) implements Known {}

  /** {@code a=sendrecv} and its siblings (RFC 8866 section 6.7). */
  record Flow(Direction direction) implements Known {}

  /** {@code a=rtcp-mux} (RFC 5761). */
  record RtcpMux() implements Known {}

  /** {@code a=rtcp-rsize} (RFC 5506). */
  record RtcpReducedSize() implements Known {}

  /**
   * {@code a=rtpmap:} (RFC 8866 section 6.6).
   *
   * @param payloadType 0 to 127
   * @param encoding the codec's name as written; compare without case
   * @param clockRate in hertz
   * @param channels 1 unless written
   */
  record RtpMap(int payloadType, String encoding, int clockRate, int channels) implements Known {
    public RtpMap {
      Text.requireRange(payloadType, 0, 127);
      Text.requireToken(encoding, 64);
      Text.requireRange(clockRate, 1, 1_000_000);
      Text.requireRange(channels, 1, 255);
    }
  }

  /** {@code a=fmtp:} (RFC 8866 section 6.15): the codec's parameters, uninterpreted. */
  record FormatParameters(int payloadType, String parameters) implements Known {
    public FormatParameters {
      Text.requireRange(payloadType, 0, 127);
      Text.requireLine(parameters);
    }
  }

  /** {@code a=rtcp-fb:} (RFC 4585 section 4.2); the wildcard {@code *} is payload type -1. */
  record RtcpFeedback(int payloadType, String kind) implements Known {
    /** The {@code *} of RFC 4585: every payload type of the m-line. */
    public static final int EVERY_PAYLOAD_TYPE = -1;

    public RtcpFeedback {
      Text.requireRange(payloadType, EVERY_PAYLOAD_TYPE, 127);
      Text.requireLine(kind);
    }
  }

  /** {@code a=extmap:} (RFC 8285 section 5): which id names which header extension. */
  record ExtMap(int id, String uri) implements Known {
    public ExtMap {
      Text.requireRange(id, 1, 255);
      Text.requireLine(uri);
    }
  }

  /** {@code a=extmap-allow-mixed} (RFC 8285 section 6). */
  record ExtMapAllowMixed() implements Known {}

  /** {@code a=msid:} (RFC 8830): stream and track this m-line carries; track may be empty. */
  record Msid(String stream, String track) implements Known {
    public Msid {
      Text.requireToken(stream, 256);
      if (!track.isEmpty()) {
        Text.requireToken(track, 256);
      }
    }
  }

  /** {@code a=ssrc:} (RFC 5576): a source-level attribute such as {@code cname:x}. */
  record Ssrc(long ssrc, String attribute) implements Known {
    public Ssrc {
      Text.requireRange(ssrc, 0, 0xFFFF_FFFFL);
      Text.requireLine(attribute);
    }
  }

  /** {@code a=ssrc-group:} (RFC 5576 section 4.2), such as {@code FID 1 2}. */
  record SsrcGroup(String semantics, List<Long> ssrcs) implements Known {
    public SsrcGroup {
      Text.requireToken(semantics, 32);
      ssrcs = List.copyOf(ssrcs);
      ssrcs.forEach(ssrc -> Text.requireRange(ssrc, 0, 0xFFFF_FFFFL));
    }
  }

  /** {@code a=crypto:} (RFC 4568): keys in the signalling, which we refuse; kept to say so. */
  record Crypto() implements Known {}

  /**
   * An attribute the engine does not interpret.
   *
   * @param name before the colon
   * @param value after the colon; empty for a flag
   */
  record Other(String name, String value) implements Attribute {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,128}");

    public Other {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("an attribute's name is a token");
      }
      Text.requireLine(value);
    }
  }
}
