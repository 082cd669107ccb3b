package nl.digitalebalie.desktop.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
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
import nl.digitalebalie.protocol.binding.SpokenCode;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;

/**
 * The resident's page by hand: real keys, real announcements, real seals. Does what the protocol
 * says unless a test changes it.
 */
public final class Resident {
  /** The certificates of the two, in tests without a handshake. */
  public static final String COUNTER_CERTIFICATE = "C0:".repeat(31) + "C0";

  public static final String CERTIFICATE = "4E:".repeat(31) + "4E";
  public static final String TICKET = "ticket.of.thegate";

  private static final KeyPair USUAL = keys();
  private static final WireCodec<PeerMessage> CODEC =
      WireCodec.of(PeerMessage.class, SealedFrame.MAX_PLAINTEXT_BYTES);

  /** What the staff client said, in order; receipts and the code's steps left out. */
  public final List<PeerMessage> heard = new ArrayList<>();

  private final KeyPair conversationKey;
  private Optional<PublicPoint> counterKey = Optional.empty();
  private Optional<Sealer> sealer = Optional.empty();
  private Optional<Opener> opener = Optional.empty();
  private Optional<CodeOfResident> code = Optional.empty();
  private Optional<PeerMessage.CodeOutcome> outcome = Optional.empty();

  private Resident(KeyPair conversationKey) {
    this.conversationKey = conversationKey;
  }

  /** The one whose key {@link Examples#accepted} names. */
  public static Resident usual() {
    return new Resident(USUAL);
  }

  /** Somebody else, or the same person after the browser forgot everything. */
  public static Resident another() {
    return new Resident(keys());
  }

  public static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static PublicPoint point(KeyPair keys) {
    return PublicPoint.of((ECPublicKey) keys.getPublic());
  }

  /** {@code K_R} as it travels. */
  public String key() {
    return point(conversationKey).base64url();
  }

  /** The gate's answer for these two keys. */
  public CounterToStaff.ChannelBound bound(StaffToCounter.BindChannel bind) {
    counterKey = PublicPoint.parse(bind.counterKey());
    return new CounterToStaff.ChannelBound(bind.conversation(), binding().base64url(), TICKET);
  }

  public ChannelBinding binding() {
    return ChannelBinding.of(
        Examples.DRUTEN, Examples.FIRST, point(conversationKey), counterKey.orElseThrow());
  }

  /** A description with these fingerprints, one line each. */
  public static String sdp(String... fingerprints) {
    StringBuilder text =
        new StringBuilder(
            "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n");
    text.append("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n");
    for (String fingerprint : fingerprints) {
      text.append("a=fingerprint:").append(fingerprint).append("\r\n");
    }
    return text.toString();
  }

  public static String offerSdp() {
    return sdp("sha-256 " + COUNTER_CERTIFICATE);
  }

  public static String answerSdp() {
    return sdp("sha-256 " + CERTIFICATE);
  }

  /** A good answer to this offer; from here on messages can be sealed. */
  public RelayToStaff.Answer answer(StaffToRelay.Offer offer) {
    return answer(offer, offer.sdp().map(_ -> answerSdp()));
  }

  public RelayToStaff.Answer answer(StaffToRelay.Offer offer, Optional<String> sdp) {
    KeyPair ecdh = keys();
    EpochAnnouncement own =
        new EpochAnnouncement(
            Party.RESIDENT,
            offer.epoch(),
            binding(),
            sdp.map(Resident::digest).orElseGet(EpochAnnouncement::noMedia),
            point(ecdh));
    EpochAnnouncement theirs = verified(offer);
    ChatKeys keys =
        ChatKeys.agree(EpochBinding.of(own, theirs), ecdh.getPrivate(), theirs.ecdhKey());
    sealer = Optional.of(new Sealer(keys, Party.RESIDENT, Examples.FIRST));
    opener = Optional.of(new Opener(keys, Party.COUNTER, Examples.FIRST));
    return new RelayToStaff.Answer(
        offer.conversation(), offer.epoch(), sdp, signed(own, conversationKey));
  }

  /** The page's own check of an offer. */
  private EpochAnnouncement verified(StaffToRelay.Offer offer) {
    EpochAnnouncement announced =
        new EpochAnnouncement(
            Party.COUNTER,
            offer.epoch(),
            binding(),
            offer.sdp().map(Resident::digest).orElseGet(EpochAnnouncement::noMedia),
            PublicPoint.parse(offer.announcement().ecdhKey()).orElseThrow());
    if (offer.ticket().isEmpty()
        || !announced.signedBy(
            counterKey.orElseThrow(),
            Base64.getUrlDecoder().decode(offer.announcement().signature()))) {
      throw new AssertionError("the page would refuse this offer");
    }
    return announced;
  }

  public static byte[] digest(String sdp) {
    if (SessionDescription.parse(sdp) instanceof SdpResult.Parsed(var description)) {
      return description.everywhere(Fingerprint.class).findFirst().orElseThrow().bytes();
    }
    throw new AssertionError("no description: " + sdp);
  }

  public SignedAnnouncement signed(EpochAnnouncement announcement) {
    return signed(announcement, conversationKey);
  }

  public static SignedAnnouncement signed(EpochAnnouncement announcement, KeyPair by) {
    return new SignedAnnouncement(
        announcement.ecdhKey().base64url(), text(announcement.sign(by.getPrivate())));
  }

  public RelayToStaff.Sealed says(PeerMessage message) {
    return sealed(CODEC.encode(message));
  }

  /** Whatever these characters are, well sealed. */
  public RelayToStaff.Sealed sealed(String plaintext) {
    SealedFrame frame = sealer.orElseThrow().seal(plaintext.getBytes(StandardCharsets.UTF_8));
    return new RelayToStaff.Sealed(
        Examples.FIRST, new SealedData(frame.epoch(), frame.counter(), text(frame.ciphertext())));
  }

  /** Opens what came, as the page does; answers what the page says because of it. */
  public List<RelayToStaff.Sealed> hears(StaffToRelay.Sealed sealed) {
    SealedData data = sealed.data();
    SealedFrame frame =
        new SealedFrame(
            data.epoch(), data.counter(), Base64.getUrlDecoder().decode(data.ciphertext()));
    if (!(opener.orElseThrow().open(frame) instanceof Opener.Opened.Message(_, byte[] plaintext))) {
      return List.of();
    }
    String json = new String(plaintext, StandardCharsets.UTF_8);
    return switch (CODEC.decode(json)) {
      case Decoded.Message<PeerMessage>(PeerMessage message) -> on(message);
      case Decoded.Malformed<PeerMessage> bad -> throw new AssertionError("the client said " + bad);
    };
  }

  private List<RelayToStaff.Sealed> on(PeerMessage message) {
    switch (message) {
      case PeerMessage.CodeCommitment(String commitment) -> {
        if (code.isEmpty()) {
          byte[] nonce = new byte[SpokenCode.NONCE_BYTES];
          nonce[0] = 7;
          code =
              Optional.of(
                  new CodeOfResident.Ready(binding())
                      .on(Base64.getUrlDecoder().decode(commitment), nonce));
          return List.of(says(new PeerMessage.CodeNonce(text(nonce))));
        }
      }
      case PeerMessage.CodeReveal(String nonce) -> {
        if (code.orElseThrow() instanceof CodeOfResident.Answered answered) {
          code = Optional.of(answered.on(Base64.getUrlDecoder().decode(nonce)));
        }
      }
      case PeerMessage.CodeOutcome said -> outcome = Optional.of(said);
      case PeerMessage.Received _ -> {}
      case PeerMessage other -> heard.add(other);
    }
    return List.of();
  }

  /** The digits on the resident's screen. */
  public String code() {
    return code.orElseThrow() instanceof CodeOfResident.Showing(String digits) ? digits : "nothing";
  }

  /** Six digits that are not the code. */
  public String wrongCode() {
    return code().startsWith("9") ? "0" + code().substring(1) : "9" + code().substring(1);
  }

  public PeerMessage.CodeWord outcome() {
    return outcome.orElseThrow().outcome();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
