package nl.digitalebalie.server.staff;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;

/**
 * Tickets of signed-in staff: JWS with ES256 (RFC 7515, RFC 7518 3.4). A ticket says by itself who
 * it is for, so the relay can check it with the public key alone when it runs apart ({@link
 * TicketVerifier}).
 */
public final class StaffTickets {
  /** A working day with overtime; signing out ends it earlier. */
  static final Duration LIFE = Duration.ofHours(12);

  static final JOSEObjectType TYPE = new JOSEObjectType("balie-staff+jwt");
  static final String ISSUER = "digitale-balie";

  private final ECKey key;
  private final TicketVerifier verifier;

  /** Which of the two doors a ticket opens. */
  public enum Door {
    RELAY,
    COUNTER
  }

  /** A ticket that was accepted; {@code session} names the sign-in that it came from. */
  public record Accepted(StaffPrincipal staff, String session, Instant expiresAt) {}

  public StaffTickets(ECKey key) {
    this.key = key;
    this.verifier = new TicketVerifier(key.toPublicJWK());
  }

  /** Reads the key, or makes one that only this account may read. */
  public static StaffTickets ofKeyFile(Path file) {
    try {
      if (!Files.exists(file)) {
        ECKey fresh = new ECKeyGenerator(Curve.P_256).generate();
        createPrivate(file);
        Files.writeString(file, fresh.toJSONString());
      }
      return new StaffTickets(ECKey.parse(Files.readString(file)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (JOSEException | ParseException broken) {
      throw new IllegalStateException("the file of the ticket key is damaged", broken);
    }
  }

  /** What is wrong with a key file that is there, for the administrator; a missing one is made. */
  public static Optional<String> faultOf(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ECKey key = ECKey.parse(Files.readString(file));
      return key.isPrivate() && Curve.P_256.equals(key.getCurve())
          ? Optional.empty()
          : Optional.of(damaged(file));
    } catch (IOException unreadable) {
      return Optional.of("holds a ticket key that cannot be read: " + file);
    } catch (ParseException | IllegalArgumentException broken) {
      return Optional.of(damaged(file));
    }
  }

  private static String damaged(Path file) {
    return "holds a damaged ticket key; remove it, and staff sign in again: " + file;
  }

  private static void createPrivate(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW);
    }
  }

  public String issue(StaffPrincipal staff, Door door, String session, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(door.name())
            .subject(staff.id().value())
            .jwtID(session)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .claim("name", staff.displayName())
            .claim("role", staff.role().byLanguage())
            .claim("roles", List.copyOf(staff.roles()))
            .claim(
                "municipalities",
                staff.municipalities().stream().map(MunicipalityId::value).toList())
            .build();
    SignedJWT ticket =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).build(), claims);
    try {
      ticket.sign(new ECDSASigner(key));
    } catch (JOSEException broken) {
      throw new IllegalStateException("the ticket key does not sign", broken);
    }
    return ticket.serialize();
  }

  /** Empty for anything but a live ticket of ours for this door. */
  public Optional<Accepted> check(String text, Door door, Instant now) {
    return verifier.check(text, door, now);
  }

  /** What a process verifies our tickets with that must not be able to make any. */
  public TicketKey publicKey() {
    return new TicketKey(key.getX().toString(), key.getY().toString());
  }

  /** Both tickets of this sign-in are dead from now on. */
  public void revoke(String session) {
    verifier.revoke(session);
  }
}
