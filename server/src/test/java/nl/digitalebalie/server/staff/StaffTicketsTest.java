package nl.digitalebalie.server.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.staff.StaffTickets.Door;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaffTicketsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final StaffPrincipal FATMA =
      new StaffPrincipal(
          new StaffId("fatma"),
          "F. Yilmaz",
          LocalText.of("Consulent", "Adviser"),
          Set.of("wmo"),
          Set.of(new MunicipalityId("voorbeeld")));

  private static StaffTickets tickets() throws Exception {
    return new StaffTickets(new ECKeyGenerator(Curve.P_256).generate());
  }

  @Test
  void a_ticket_says_who_it_is_for_and_opens_one_door() throws Exception {
    StaffTickets tickets = tickets();
    String ticket = tickets.issue(FATMA, Door.RELAY, "session-1", NOW);

    assertEquals(
        Optional.of(FATMA),
        tickets.check(ticket, Door.RELAY, NOW).map(StaffTickets.Accepted::staff));
    assertTrue(tickets.check(ticket, Door.COUNTER, NOW).isEmpty());
  }

  @Test
  void an_expired_a_revoked_and_a_foreign_ticket_are_refused() throws Exception {
    StaffTickets tickets = tickets();
    String ticket = tickets.issue(FATMA, Door.RELAY, "session-1", NOW);

    assertTrue(tickets.check(ticket, Door.RELAY, NOW.plus(StaffTickets.LIFE)).isEmpty());
    assertTrue(tickets().check(ticket, Door.RELAY, NOW).isEmpty());
    tickets.revoke("session-1");
    assertTrue(tickets.check(ticket, Door.RELAY, NOW).isEmpty());
  }

  @Test
  void a_ticket_without_our_signature_is_refused() throws Exception {
    StaffTickets tickets = tickets();
    JWTClaimsSet claims =
        SignedJWT.parse(tickets.issue(FATMA, Door.RELAY, "s", NOW)).getJWTClaimsSet();
    SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    shared.sign(new MACSigner(new byte[32]));

    for (String forged :
        new String[] {
          new PlainJWT(claims).serialize(), shared.serialize(), "", "a.b.c", "x".repeat(5_000)
        }) {
      assertTrue(tickets.check(forged, Door.RELAY, NOW).isEmpty());
    }
  }

  @Test
  void the_key_is_kept_and_private(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("key.jwk");
    String ticket = StaffTickets.ofKeyFile(file).issue(FATMA, Door.RELAY, "s", NOW);

    assertTrue(StaffTickets.ofKeyFile(file).check(ticket, Door.RELAY, NOW).isPresent());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void a_password_hash_knows_its_password_only() {
    PasswordHash hash = PasswordHash.of("geheim-123".toCharArray(), new SecureRandom());
    PasswordHash read = PasswordHash.parse(hash.text());

    assertTrue(read.matches("geheim-123".toCharArray()));
    assertFalse(read.matches("geheim-124".toCharArray()));
    assertFalse(read.toString().contains(hash.hash()));
    assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse("geheim"));
    assertThrows(
        IllegalArgumentException.class,
        () -> PasswordHash.parse(hash.text().replace("$600000$", "$1$")));
  }
}
