package nl.digitalebalie.rtc.negotiate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Direction;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;

/** Offer and answer as pure functions (RFC 8829 sections 5.2, 5.3 and 5.11). */
public final class Negotiation {
  private static final int OPUS_TYPE = 111;
  private static final int VP8_TYPE = 96;
  private static final int RTX_TYPE = 97;

  private Negotiation() {}

  /** Our offer: Opus and VP8, both ways, in one bundle, and the DTLS role left to the peer. */
  public static SessionDescription offer(LocalTransport local, LocalSources sources) {
    SectionWriter writer = new SectionWriter(local, sources, SetupRole.ACTPASS);
    return writer.session(
        List.of(
            writer.section(offered(Codec.OPUS, "0", OPUS_TYPE, StreamAgreement.NONE), FIRST),
            writer.section(offered(Codec.VP8, "1", VP8_TYPE, RTX_TYPE), LATER)));
  }

  private static final SectionWriter.Place FIRST = SectionWriter.Place.FIRST;
  private static final SectionWriter.Place LATER = SectionWriter.Place.LATER;

  private static StreamAgreement offered(Codec codec, String mid, int type, int rtxType) {
    Map<ExtensionKind, Integer> extensions = new EnumMap<>(ExtensionKind.class);
    for (ExtensionKind kind : ExtensionKind.values()) {
      if (kind.belongsTo(codec.kind())) {
        extensions.put(kind, kind.offeredId());
      }
    }
    Set<FeedbackKind> feedback = new HashSet<>(List.of(FeedbackKind.values()));
    feedback.removeIf(kind -> !kind.belongsTo(codec.kind()));
    return new StreamAgreement(
        codec,
        mid,
        Direction.SEND_RECEIVE,
        type,
        rtxType,
        StreamAgreement.NONE,
        StreamAgreement.NONE,
        extensions,
        feedback);
  }

  /** Reads the answer to our offer. */
  public static NegotiationResult readAnswer(SessionDescription offer, SessionDescription answer) {
    try {
      return new NegotiationResult.Agreed(agree(offer, answer));
    } catch (Refusal refusal) {
      return refusal.toResult();
    }
  }

  private static Agreement agree(SessionDescription offer, SessionDescription answer) {
    List<MediaDescription> active =
        answer.media().stream().filter(media -> !media.isRefused()).toList();
    Requirements.check(answer, active);
    checkSameMedia(offer, answer);
    List<StreamAgreement> streams = new ArrayList<>();
    for (int i = 0; i < answer.media().size(); i++) {
      if (!answer.media().get(i).isRefused()) {
        streams.add(answered(offer.media().get(i), answer.media().get(i)));
      }
    }
    if (streams.isEmpty()) {
      throw new Refusal(NegotiationFault.CODEC_REFUSED, "every m-line was refused");
    }
    DtlsRole role =
        switch (Requirements.setup(answer, active)) {
          // RFC 8842 section 5.3: an answer is active or passive, nothing else.
          case ACTIVE -> DtlsRole.SERVER;
          case PASSIVE -> DtlsRole.CLIENT;
          case ACTPASS, HOLDCONN ->
              throw new Refusal(NegotiationFault.SETUP_REFUSED, "an answer takes a role");
        };
    return new Agreement(Requirements.transport(answer, active), role, streams, rtcpForm(active));
  }

  /** RFC 3264 section 6: "the answer MUST contain the same number of m-lines as the offer". */
  private static void checkSameMedia(SessionDescription offer, SessionDescription answer) {
    if (offer.media().size() != answer.media().size()) {
      throw new Refusal(NegotiationFault.MEDIA_MISMATCH, "another number of m-lines than offered");
    }
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription ours = offer.media().get(i);
      MediaDescription theirs = answer.media().get(i);
      boolean sameMid = theirs.isRefused() || theirs.mid().equals(ours.mid());
      if (!ours.kind().equals(theirs.kind()) || !sameMid) {
        throw new Refusal(
            NegotiationFault.MEDIA_MISMATCH, "an m-line differs from the one offered");
      }
    }
  }

  private static StreamAgreement answered(MediaDescription ours, MediaDescription theirs) {
    Codec codec = ours.kind().equals("audio") ? Codec.OPUS : Codec.VP8;
    SectionReader offered = new SectionReader(ours);
    SectionReader answered = new SectionReader(theirs);
    if (!ours.formats().containsAll(theirs.formats())) {
      throw new Refusal(NegotiationFault.CODEC_REFUSED, "a payload type that was not offered");
    }
    Optional<Integer> type = answered.payloadType(codec);
    if (type.isEmpty() || !type.equals(offered.payloadType(codec))) {
      throw new Refusal(NegotiationFault.CODEC_REFUSED, "no codec in common");
    }
    if (!offered.extensions().entrySet().containsAll(answered.extensions().entrySet())) {
      throw new Refusal(NegotiationFault.MEDIA_MISMATCH, "a header extension changed its id");
    }
    return answered.agreement(codec, type.get());
  }

  private static Agreement.RtcpForm rtcpForm(List<MediaDescription> active) {
    // RFC 5506 section 5: without the attribute a peer may not understand a lone feedback packet.
    boolean everywhere =
        active.stream().allMatch(media -> media.first(Attribute.RtcpReducedSize.class).isPresent());
    return everywhere ? Agreement.RtcpForm.REDUCED_SIZE : Agreement.RtcpForm.COMPOUND;
  }

  /** Answers the peer's offer: the first Opus and the first VP8 it names, nothing else. */
  public static NegotiationResult answer(
      SessionDescription offer, LocalTransport local, LocalSources sources) {
    try {
      return accept(offer, local, sources);
    } catch (Refusal refusal) {
      return refusal.toResult();
    }
  }

  private static NegotiationResult accept(
      SessionDescription offer, LocalTransport local, LocalSources sources) {
    Map<MediaDescription, StreamAgreement> accepted = acceptable(offer);
    List<MediaDescription> active = offer.media().stream().filter(accepted::containsKey).toList();
    Requirements.check(offer, active);
    if (active.isEmpty()) {
      throw new Refusal(NegotiationFault.CODEC_REFUSED, "no codec in common");
    }
    // RFC 8842 section 5.3: an answerer SHOULD be active, so that the handshake begins at once.
    DtlsRole role =
        switch (Requirements.setup(offer, active)) {
          case ACTPASS, PASSIVE -> DtlsRole.CLIENT;
          case ACTIVE -> DtlsRole.SERVER;
          case HOLDCONN -> throw new Refusal(NegotiationFault.SETUP_REFUSED, "holdconn");
        };
    SetupRole setup = role == DtlsRole.CLIENT ? SetupRole.ACTIVE : SetupRole.PASSIVE;
    SectionWriter writer = new SectionWriter(local, sources, setup);
    List<MediaDescription> sections =
        offer.media().stream()
            .map(media ->
                accepted.containsKey(media)
                    ? writer.section(
                        accepted.get(media), media == active.getFirst() ? FIRST : LATER)
                    : SectionWriter.refused(media))
            .toList();
    Agreement agreement =
        new Agreement(
            Requirements.transport(offer, active),
            role,
            active.stream().map(accepted::get).toList(),
            rtcpForm(active));
    return new NegotiationResult.Answered(agreement, writer.session(sections));
  }

  private static Map<MediaDescription, StreamAgreement> acceptable(SessionDescription offer) {
    Map<MediaDescription, StreamAgreement> accepted = new IdentityHashMap<>();
    Set<Codec> taken = new HashSet<>();
    for (MediaDescription media : offer.media()) {
      for (Codec codec : List.of(Codec.OPUS, Codec.VP8)) {
        SectionReader reader = new SectionReader(media);
        boolean usable = media.kind().equals(codec.kind()) && !media.isRefused();
        if (usable && media.mid().isPresent() && !taken.contains(codec)) {
          reader
              .payloadType(codec)
              .ifPresent(type -> {
                taken.add(codec);
                accepted.put(media, reader.agreement(codec, type));
              });
        }
      }
    }
    return accepted;
  }
}
