package nl.digitalebalie.acceptance.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nl.digitalebalie.desktop.channel.ChannelFault;
import nl.digitalebalie.desktop.channel.CodeState;
import nl.digitalebalie.protocol.binding.CodeOfResident;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.SealedData;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import org.junit.jupiter.api.Test;

/** Everything that a relay may try, and what must come of it. */
class HostileRelayTest {
  private static final String CHAT_ID = "Y2hhdC1pZC0wMDAwMDAwMQ";
  private static final String SECRET = "Mijn uitkering is nog niet betaald";

  private static PeerMessage.Chat chat(String text) {
    return new PeerMessage.Chat(CHAT_ID, Sensitive.of(text));
  }

  private static Scene offersChanged(UnaryOperator<RelayToResident.Offer> change) {
    return new Scene(
        message ->
            List.of(message instanceof RelayToResident.Offer offer ? change.apply(offer) : message),
        List::of);
  }

  private static Scene answersChanged(UnaryOperator<ResidentToRelay.Answer> change) {
    return new Scene(
        List::of,
        message ->
            List.of(
                message instanceof ResidentToRelay.Answer answer ? change.apply(answer) : message));
  }

  // ---- honest

  @Test
  void an_honest_relay_connects_the_two_and_the_spoken_code_matches() {
    Scene scene = Scene.honest();
    scene.connect(1);
    assertTrue(scene.resident.mediaTo().isPresent() && scene.counter.agreed().isPresent());

    scene.counter.type(scene.codeShown().orElseThrow());
    scene.settle();

    assertEquals(CodeState.MATCHED, scene.counter.code());
    assertEquals(List.of(CodeResult.MATCHED), scene.counter.codeResults());
  }

  @Test
  void an_honest_relay_sees_no_word_of_chat_live_text_files_or_the_code() {
    Scene scene = Scene.honest();
    scene.connect(1);
    String code = scene.codeShown().orElseThrow();
    scene.counter.say(chat(SECRET));
    scene.resident.say(
        new PeerMessage.LiveText(1, Sensitive.of(SECRET), PeerMessage.LineState.OPEN));
    scene.resident.say(
        new PeerMessage.FileOffer(
            CHAT_ID,
            Sensitive.of("loonstrook oktober.pdf"),
            SECRET.length(),
            "application/pdf",
            Keys.text(new byte[32])));
    scene.resident.say(
        new PeerMessage.FilePart(
            CHAT_ID,
            0,
            Sensitive.of(Keys.text(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    scene.settle();

    String all = String.join("\n", scene.seen);
    for (String plain :
        List.of(
            SECRET,
            "uitkering",
            "loonstrook",
            code,
            Keys.text(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
      assertFalse(all.contains(plain), () -> "the relay saw " + plain);
    }
    assertTrue(scene.seen.size() > 8, "the relay saw the messages themselves");
    assertEquals(
        1, scene.resident.heard().stream().filter(PeerMessage.Chat.class::isInstance).count());
    assertEquals(3, scene.counter.heard().size());
  }

  // ---- certificates, keys, tickets

  @Test
  void a_swapped_certificate_in_the_offer_gets_no_media() {
    Scene scene =
        offersChanged(offer ->
            new RelayToResident.Offer(
                offer.epoch(),
                Optional.of(Keys.description(new byte[32])),
                offer.ticket(),
                offer.announcement()));
    scene.connect(1);
    assertTrue(scene.noMedia());
  }

  @Test
  void a_second_certificate_beside_the_true_one_gets_no_media() {
    Scene scene =
        offersChanged(offer ->
            new RelayToResident.Offer(
                offer.epoch(),
                offer
                    .sdp()
                    .map(sdp ->
                        sdp
                            + Keys.description(new byte[32])
                                .lines()
                                .filter(line -> line.startsWith("a=fingerprint"))
                                .findFirst()
                                .orElseThrow()
                            + "\r\n"),
                offer.ticket(),
                offer.announcement()));
    scene.connect(1);
    assertTrue(scene.noMedia());
  }

  @Test
  void a_swapped_certificate_in_the_answer_ends_the_epoch_before_media() {
    Scene scene =
        answersChanged(answer ->
            new ResidentToRelay.Answer(
                answer.epoch(),
                Optional.of(Keys.description(new byte[32])),
                answer.announcement()));
    scene.connect(1);
    assertTrue(scene.counter.agreed().isEmpty());
    assertEquals(Optional.of(ChannelFault.SIGNATURE_REFUSED), scene.counter.fault());
  }

  @Test
  void swapped_ecdh_keys_are_refused_on_both_sides() {
    Scene first =
        offersChanged(offer ->
            new RelayToResident.Offer(
                offer.epoch(), offer.sdp(), offer.ticket(), foreign(offer.announcement())));
    first.connect(1);
    assertTrue(first.noMedia());

    Scene second =
        answersChanged(answer ->
            new ResidentToRelay.Answer(
                answer.epoch(), answer.sdp(), foreign(answer.announcement())));
    second.connect(1);
    assertEquals(Optional.of(ChannelFault.SIGNATURE_REFUSED), second.counter.fault());
  }

  private static SignedAnnouncement foreign(SignedAnnouncement announcement) {
    return new SignedAnnouncement(
        Keys.point(Keys.fresh(new java.security.SecureRandom())).base64url(),
        announcement.signature());
  }

  @Test
  void a_ticket_of_another_gate_conversation_or_municipality_is_worth_nothing() {
    Gate other = new Gate();
    var mine = Keys.fresh(new java.security.SecureRandom());
    List<String> tickets = new ArrayList<>();
    tickets.add(other.ticket(Scene.MUNICIPALITY, Scene.CONVERSATION, Keys.point(mine)));
    tickets.add("eyJhbGciOiJub25lIn0.e30.");
    tickets.add("");
    for (String ticket : tickets) {
      Scene scene =
          offersChanged(offer ->
              new RelayToResident.Offer(offer.epoch(), offer.sdp(), ticket, offer.announcement()));
      scene.connect(1);
      assertTrue(scene.noMedia(), ticket);
    }
    Scene[] holder = new Scene[1];
    Scene wrongPlace =
        offersChanged(offer ->
            new RelayToResident.Offer(
                offer.epoch(),
                offer.sdp(),
                holder[0].gate.ticket(
                    new MunicipalityId("elders"),
                    new ConversationId("QUJDREVGR0hJSktMTU5PUA"),
                    Keys.point(mine)),
                offer.announcement()));
    holder[0] = wrongPlace;
    wrongPlace.connect(1);
    assertTrue(wrongPlace.noMedia(), "a ticket of this gate for another conversation");
  }

  @Test
  void a_relay_that_tells_client_and_gate_different_keys_binds_nothing() {
    Scene scene = Scene.honest();
    String foreign = Keys.point(Keys.fresh(scene.random)).base64url();
    Counter lied =
        new Counter(
            Scene.MUNICIPALITY,
            Scene.CONVERSATION,
            scene.gate,
            scene.random,
            foreign,
            scene.resident.publicKey());
    lied.offer(1);

    assertEquals(Optional.of(ChannelFault.BINDING_MISMATCH), lied.fault());
    assertTrue(lied.said().isEmpty(), "no offer leaves");
  }

  @Test
  void a_relay_that_plays_the_resident_with_its_own_key_does_not_get_the_residents_media() {
    Scene scene = Scene.honest();
    Resident relaysOwn =
        new Resident(Scene.MUNICIPALITY, Scene.CONVERSATION, scene.gate, scene.random);
    Counter deceived =
        new Counter(
            Scene.MUNICIPALITY,
            Scene.CONVERSATION,
            scene.gate,
            scene.random,
            relaysOwn.publicKey(),
            relaysOwn.publicKey());
    deceived.offer(1);

    deceived.said().stream()
        .filter(nl.digitalebalie.protocol.signal.StaffToRelay.Offer.class::isInstance)
        .map(nl.digitalebalie.protocol.signal.StaffToRelay.Offer.class::cast)
        .forEach(offer ->
            scene.resident.on(
                new RelayToResident.Offer(
                    offer.epoch(), offer.sdp(), offer.ticket(), offer.announcement())));

    assertTrue(scene.resident.mediaTo().isEmpty(), "the announcement was signed for another b");
  }

  // ---- time and order

  @Test
  void an_old_epoch_offered_again_changes_nothing() {
    List<RelayToResident> kept = new ArrayList<>();
    Scene scene =
        new Scene(
            message -> {
              kept.add(message);
              return List.of(message);
            },
            List::of);
    scene.connect(1);
    scene.connect(2);
    byte[] current = scene.resident.mediaTo().orElseThrow();

    kept.stream().filter(RelayToResident.Offer.class::isInstance).forEach(scene.resident::on);

    assertEquals(Keys.text(current), Keys.text(scene.resident.mediaTo().orElseThrow()));
    assertTrue(scene.resident.said().isEmpty(), "no second answer");
  }

  @Test
  void replayed_reordered_and_dropped_frames_arrive_once_and_in_order() {
    int[] seen = {0};
    List<RelayToResident> held = new ArrayList<>();
    Scene scene =
        new Scene(
            message -> {
              if (!(message instanceof RelayToResident.Sealed)) {
                return List.of(message);
              }
              seen[0]++;
              if (seen[0] % 5 == 0) {
                return List.of(); // dropped; the resident asks again
              }
              if (seen[0] % 3 == 0) {
                held.add(message);
                return List.of(); // reordered: comes after the next
              }
              List<RelayToResident> out = new ArrayList<>(List.of(message, message));
              out.addAll(held);
              held.clear();
              return out;
            },
            List::of);
    scene.connect(1);
    for (int i = 0; i < 12; i++) {
      scene.counter.say(
          new PeerMessage.Chat("Y2hhdC1pZC0wMDAwMDAw" + (char) ('a' + i), Sensitive.of("m" + i)));
    }
    scene.settle();

    List<String> arrived =
        scene.resident.heard().stream()
            .filter(PeerMessage.Chat.class::isInstance)
            .map(message -> ((PeerMessage.Chat) message).text().reveal())
            .toList();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < arrived.size(); i++) {
      sent.add("m" + i);
    }
    assertEquals(sent, arrived);
    assertTrue(arrived.size() >= 6, "most arrive in spite of it: " + arrived);
    assertEquals(0, scene.resident.forged());
  }

  @Test
  void touched_frames_are_never_read_and_end_the_keys() {
    Scene scene =
        new Scene(
            List::of,
            message ->
                message instanceof ResidentToRelay.Sealed(SealedData data)
                    ? Collections.nCopies(4, new ResidentToRelay.Sealed(touched(data)))
                    : List.of(message));
    scene.connect(1);

    assertTrue(scene.counter.heard().isEmpty());
    assertEquals(Optional.of(ChannelFault.FRAMES_FORGED), scene.counter.fault());
  }

  private static SealedData touched(SealedData data) {
    byte[] bytes = Base64.getUrlDecoder().decode(data.ciphertext());
    bytes[bytes.length / 2] ^= 1;
    return new SealedData(data.epoch(), data.counter(), Keys.text(bytes));
  }

  // ---- the code

  @Test
  void a_wrong_code_twice_is_final() {
    Scene scene = Scene.honest();
    scene.connect(1);
    String right = scene.codeShown().orElseThrow();
    String wrong = (right.charAt(0) == '9' ? "0" : "9") + right.substring(1);

    scene.counter.type(wrong);
    assertEquals(CodeState.WRONG_ONCE, scene.counter.code());
    scene.counter.type(wrong);
    assertEquals(CodeState.FAILED, scene.counter.code());
    scene.counter.type(right);
    assertEquals(CodeState.FAILED, scene.counter.code());
  }

  @Test
  void a_new_epoch_keeps_the_code_and_begins_no_second_run() {
    Scene scene = Scene.honest();
    scene.connect(1);
    String code = scene.codeShown().orElseThrow();
    scene.connect(2);

    assertEquals(Optional.of(code), scene.codeShown());
    assertFalse(scene.resident.code().orElseThrow() instanceof CodeOfResident.Refused);
    scene.counter.type(code);
    assertInstanceOf(CodeOfResident.Showing.class, scene.resident.code().orElseThrow());
    assertEquals(CodeState.MATCHED, scene.counter.code());
  }

  @Test
  void even_with_the_gates_key_two_complete_ends_of_its_own_give_two_codes() {
    int equal = 0;
    for (int run = 0; run < 20; run++) {
      MiddleMan middle = new MiddleMan();
      middle.connect();
      assertTrue(middle.bothLegsStand(), "this attacker holds the gate's key");
      equal += middle.codesAreEqual() ? 1 : 0;
    }
    assertTrue(equal <= 1, equal + " of 20 codes were equal");
  }
}
