package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.transport.ice.IcePolicy.Contacting;
import nl.digitalebalie.transport.ice.PeerAddresses.Refusal;
import nl.digitalebalie.transport.ice.PeerAddresses.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressesTest {
  private static Candidate candidate(String address) {
    return new Candidate("1", 1, "udp", 1, address, 5000, "host", "");
  }

  private static Verdict judge(String address) {
    return PeerAddresses.judge(candidate(address), Contacting.NETWORKS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.7", "10.1.2.3", "172.16.0.9", "203.0.113.9", "2001:db8::1", "fd12::7"})
  void an_address_of_a_network_may_be_contacted(String address) {
    assertInstanceOf(Verdict.Contact.class, judge(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254",
        "fd00:ec2::254",
        "169.254.1.1",
        "fe80::1",
        "224.0.0.251",
        "ff02::fb",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "255.255.255.255",
        "240.0.0.1",
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "2130706433"
      })
  void an_address_no_honest_peer_has_is_never_contacted(String address) {
    assertEquals(new Verdict.Refuse(Refusal.FORBIDDEN_ADDRESS), judge(address));
  }

  @ParameterizedTest
  @CsvSource({
    "3f2a9c1e-7b7d-4a53.local, MDNS",
    "X.LOCAL, MDNS",
    "metadata.google.internal, NAME",
    "0x7f.1, NAME",
    "localhost, NAME"
  })
  void names_are_dropped_and_never_looked_up(String name, Refusal why) {
    assertEquals(new Verdict.Refuse(why), judge(name));
  }

  @Test
  void only_udp_of_the_one_component_is_tried() {
    assertEquals(
        new Verdict.Refuse(Refusal.TRANSPORT),
        PeerAddresses.judge(
            new Candidate("1", 1, "tcp", 1, "192.0.2.1", 9, "host", "tcptype active"),
            Contacting.NETWORKS));
    assertEquals(
        new Verdict.Refuse(Refusal.COMPONENT_OR_PORT),
        PeerAddresses.judge(
            new Candidate("1", 2, "udp", 1, "192.0.2.1", 9, "host", ""), Contacting.NETWORKS));
    assertEquals(
        new Verdict.Refuse(Refusal.COMPONENT_OR_PORT),
        PeerAddresses.judge(
            new Candidate("1", 1, "udp", 1, "192.0.2.1", 0, "host", ""), Contacting.NETWORKS));
  }

  @Test
  void loopback_is_for_those_who_ask_for_it() {
    assertInstanceOf(
        Verdict.Contact.class,
        PeerAddresses.judge(candidate("127.0.0.1"), Contacting.NETWORKS_AND_LOOPBACK));
  }
}
