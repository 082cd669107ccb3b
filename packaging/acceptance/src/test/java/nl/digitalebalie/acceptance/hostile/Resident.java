package nl.digitalebalie.acceptance.hostile;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.ChatKeys;
import nl.digitalebalie.protocol.binding.CodeOfResident;
import nl.digitalebalie.protocol.binding.EpochAnnouncement;
import nl.digitalebalie.protocol.binding.EpochBinding;
import nl.digitalebalie.protocol.binding.Opener;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.binding.SealedFrame;
import nl.digitalebalie.protocol.binding.Sealer;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;

/** The resident's end, by protocol 3.0: believes nothing that is not signed for it. */
final class Resident {
  static final WireCodec<PeerMessage> PEER =
      WireCodec.of(PeerMessage.class, SealedFrame.MAX_PLAINTEXT_BYTES);

  private final MunicipalityId municipality;
  private final ConversationId conversation;
  private final Gate gate;
  private final SecureRandom random;
  private final KeyPair key;
  private int epoch;
  private Optional<byte[]> mediaTo = Optional.empty();
  private Optional<ChannelBinding> binding = Optional.empty();
  private Optional<CodeOfResident> code = Optional.empty();
  private Optional<Sealer> sealer = Optional.empty();
  private Optional<Opener> opener = Optional.empty();
  private final List<PeerMessage> heard = new ArrayList<>();
  private final List<ResidentToRelay> toRelay = new ArrayList<>();
  private int forged;

  Resident(
      MunicipalityId municipality, ConversationId conversation, Gate gate, SecureRandom random) {
    this.municipality = municipality;
    this.conversation = conversation;
    this.gate = gate;
    this.random = random;
    this.key = Keys.fresh(random);
  }

  String publicKey() {
    return Keys.point(key).base64url();
  }

  /** The certificate that media would be sent to; empty while none is believed. */
  Optional<byte[]> mediaTo() {
    return mediaTo;
  }

  Optional<CodeOfResident> code() {
    return code;
  }

  List<PeerMessage> heard() {
    return heard;
  }

  int forged() {
    return forged;
  }

  /** What this end has to say since the last call. */
  List<ResidentToRelay> said() {
    List<ResidentToRelay> all = List.copyOf(toRelay);
    toRelay.clear();
    return all;
  }

  void on(RelayToResident message) {
    switch (message) {
      case RelayToResident.Offer offer -> offered(offer);
      case RelayToResident.Sealed(SealedData data) -> opened(data);
      default -> {
        // nothing about keys
      }
    }
  }

  void say(PeerMessage message) {
    SealedFrame frame =
        sealer.orElseThrow().seal(PEER.encode(message).getBytes(StandardCharsets.UTF_8));
    toRelay.add(
        new ResidentToRelay.Sealed(
            new SealedData(frame.epoch(), frame.counter(), Keys.text(frame.ciphertext()))));
  }

  private void offered(RelayToResident.Offer offer) {
    Optional<PublicPoint> counterKey = gate.vouchedFor(offer.ticket(), municipality, conversation);
    Optional<byte[]> certificate = offer.sdp().flatMap(Resident::onlyFingerprint);
    Optional<PublicPoint> theirEcdh = PublicPoint.parse(offer.announcement().ecdhKey());
    if (offer.epoch() <= epoch
        || counterKey.isEmpty()
        || certificate.isEmpty()
        || theirEcdh.isEmpty()) {
      return;
    }
    ChannelBinding b =
        ChannelBinding.of(municipality, conversation, Keys.point(key), counterKey.get());
    EpochAnnouncement theirs =
        new EpochAnnouncement(Party.COUNTER, offer.epoch(), b, certificate.get(), theirEcdh.get());
    if (!theirs.signedBy(
        counterKey.get(), Base64.getUrlDecoder().decode(offer.announcement().signature()))) {
      return;
    }
    epoch = offer.epoch();
    mediaTo = certificate;
    if (binding.filter(b::equals).isEmpty()) {
      binding = Optional.of(b);
      code = Optional.of(new CodeOfResident.Ready(b));
    }
    answer(b, theirs);
  }

  private void answer(ChannelBinding b, EpochAnnouncement theirs) {
    KeyPair ecdh = Keys.fresh(random);
    byte[] certificate = Keys.fingerprint(random);
    EpochAnnouncement own =
        new EpochAnnouncement(Party.RESIDENT, epoch, b, certificate, Keys.point(ecdh));
    ChatKeys keys =
        ChatKeys.agree(EpochBinding.of(own, theirs), ecdh.getPrivate(), theirs.ecdhKey());
    sealer = Optional.of(new Sealer(keys, Party.RESIDENT, conversation));
    opener = Optional.of(new Opener(keys, Party.COUNTER, conversation));
    toRelay.add(
        new ResidentToRelay.Answer(
            epoch,
            Optional.of(Keys.description(certificate)),
            new SignedAnnouncement(
                own.ecdhKey().base64url(), Keys.text(own.sign(key.getPrivate())))));
  }

  private static Optional<byte[]> onlyFingerprint(String sdp) {
    if (!(SessionDescription.parse(sdp) instanceof SdpResult.Parsed(SessionDescription parsed))) {
      return Optional.empty();
    }
    List<Fingerprint> all = parsed.everywhere(Fingerprint.class).distinct().toList();
    return all.size() == 1 && all.getFirst().hash().equals(Fingerprint.SHA_256)
        ? Optional.of(all.getFirst().bytes())
        : Optional.empty();
  }

  private void opened(SealedData data) {
    byte[] ciphertext = Base64.getUrlDecoder().decode(data.ciphertext());
    if (opener.isEmpty()) {
      return;
    }
    switch (opener.get().open(new SealedFrame(data.epoch(), data.counter(), ciphertext))) {
      case Opener.Opened.Message message ->
          understood(new String(message.plaintext(), StandardCharsets.UTF_8));
      case Opener.Opened.Forged _ -> forged++;
      case Opener.Opened.Gap(long expected) ->
          toRelay.add(new ResidentToRelay.SealedResend(epoch, expected));
      case Opener.Opened.Repeated _, Opener.Opened.OtherEpoch _ -> {}
    }
  }

  private void understood(String text) {
    if (!(PEER.decode(text) instanceof Decoded.Message<PeerMessage>(PeerMessage message))) {
      return;
    }
    heard.add(message);
    switch (message) {
      case PeerMessage.CodeCommitment(String commitment) -> committed(commitment);
      case PeerMessage.CodeReveal(String nonce) ->
          code =
              code.map(now ->
                  now instanceof CodeOfResident.Answered answered
                      ? answered.on(Base64.getUrlDecoder().decode(nonce))
                      : now);
      default -> {
        // for people
      }
    }
  }

  private void committed(String commitment) {
    if (code.isPresent() && code.get() instanceof CodeOfResident.Ready ready) {
      byte[] nonce = Keys.fingerprint(random);
      code = Optional.of(ready.on(Base64.getUrlDecoder().decode(commitment), nonce));
      say(new PeerMessage.CodeNonce(Keys.text(nonce)));
    } else {
      // a second commitment under the same keys is a guess
      code = Optional.of(new CodeOfResident.Refused());
      say(new PeerMessage.CodeOutcome(PeerMessage.CodeWord.REFUSED));
    }
  }
}
