package nl.digitalebalie.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.staff.RevokedSession;
import nl.digitalebalie.server.staff.TicketKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMessagesTest {
  private static final ConversationId ONE = new ConversationId("conversation-000001");
  private static final WireCodec<RelayToCounter> TO_COUNTER =
      WireCodec.of(RelayToCounter.class, LinkLimits.MAX_CHARS);
  private static final WireCodec<CounterToRelay> TO_RELAY =
      WireCodec.of(CounterToRelay.class, LinkLimits.MAX_CHARS);
  private static final List<RelayEvent> EVENTS =
      List.of(
          new RelayEvent.Began(
              ONE,
              new MunicipalityId("voorbeeld"),
              new TopicId("wmo"),
              Channel.VIDEO,
              Language.NL,
              TestKeys.text(TestKeys.RESIDENT),
              new StaffId("fatma"),
              Instant.EPOCH),
          new RelayEvent.KeyAnnounced(ONE, TestKeys.text(TestKeys.OTHER)),
          new RelayEvent.ChannelChanged(ONE, Channel.CHAT),
          new RelayEvent.EpochBegan(ONE, 1),
          new RelayEvent.ResidentPresenceChanged(ONE, Presence.AWAY),
          new RelayEvent.StaffPresenceChanged(ONE, Presence.HERE),
          new RelayEvent.ResidentSaid(
              ONE,
              new ResidentToRelay.StartDisclosure(
                  new DisclosureId("disclosure-00000001"),
                  WalletDevice.THIS_DEVICE,
                  TestKeys.NO_SIGNATURE)),
          new RelayEvent.Ended(ONE, EndReason.STAFF_HUNG_UP));

  @Test
  void every_event_of_the_relay_has_a_name_on_the_link_and_is_tried_here() {
    Set<Class<?>> all = Set.of(RelayEvent.class.getPermittedSubclasses());
    assertEquals(
        all,
        Arrays.stream(RelayEvent.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::value)
            .collect(Collectors.toSet()));
    assertEquals(all, EVENTS.stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  @Test
  void messages_to_the_counter_part_arrive_as_they_were_sent() {
    for (RelayToCounter message :
        List.of(
            new RelayToCounter.Snapshot(1, EVENTS),
            new RelayToCounter.SnapshotDone(2),
            new RelayToCounter.Events(3, EVENTS),
            new RelayToCounter.Alive(4))) {
      assertEquals(new Decoded.Message<>(message), TO_COUNTER.decode(TO_COUNTER.encode(message)));
    }
  }

  @Test
  void messages_to_the_relay_arrive_as_they_were_sent_and_print_no_content() {
    CounterToRelay.Tell tell =
        new CounterToRelay.Tell(
            ONE, new RelayToResident.PanelVisibility(List.of(), Optional.of(Instant.EPOCH)));
    for (CounterToRelay message :
        List.of(
            new CounterToRelay.Admission(new TicketKey("x".repeat(43), "y".repeat(43))),
            new CounterToRelay.Revoked(List.of(new RevokedSession("s".repeat(22), Instant.EPOCH))),
            tell,
            new CounterToRelay.Ack(7),
            new CounterToRelay.CallbackKept(new CallbackId("call-back-number-0001")),
            new CounterToRelay.CallbackRefused(new CallbackId("call-back-number-0001")))) {
      assertEquals(new Decoded.Message<>(message), TO_RELAY.decode(TO_RELAY.encode(message)));
    }
    assertFalse(tell.toString().contains("1970"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"v\":1,\"type\":\"alive\"}",
        "{\"v\":1,\"type\":\"alive\",\"seq\":0}",
        "{\"v\":1,\"type\":\"alive\",\"seq\":\"1\"}",
        "{\"v\":1,\"type\":\"alive\",\"seq\":1,\"more\":1}",
        "{\"v\":1,\"type\":\"alive\",\"seq\":1,\"seq\":2}",
        "{\"v\":2,\"type\":\"alive\",\"seq\":1}",
        "{\"v\":1,\"type\":\"open-panel\",\"seq\":1}",
        "{\"v\":1,\"type\":\"events\",\"seq\":1}",
        "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[null]}",
        "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[{\"type\":\"ended\"}]}",
        "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[{\"type\":\"began\","
            + "\"conversation\":\"conversation-000001\",\"staff\":\"fatma\"}]}",
        "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[{\"type\":\"epoch-began\","
            + "\"conversation\":\"../../etc\",\"epoch\":1}]}",
      })
  void anything_else_is_refused(String frame) {
    assertInstanceOf(Decoded.Malformed.class, TO_COUNTER.decode(frame));
  }

  @Test
  void more_events_than_a_frame_may_hold_are_refused() {
    String one = "{\"type\":\"epoch-began\",\"conversation\":\"conversation-000001\",\"epoch\":1}";
    String many = String.join(",", java.util.Collections.nCopies(RelayToCounter.MAX_EVENTS, one));
    String frame = "{\"v\":1,\"type\":\"events\",\"seq\":1,\"events\":[%s]}";
    assertInstanceOf(Decoded.Message.class, TO_COUNTER.decode(frame.formatted(many)));
    assertInstanceOf(Decoded.Malformed.class, TO_COUNTER.decode(frame.formatted(many + "," + one)));
  }
}
