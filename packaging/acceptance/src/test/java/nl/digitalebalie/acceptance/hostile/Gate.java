package nl.digitalebalie.acceptance.hostile;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;

/** The gate's part in the keys: binds, and signs tickets with a key that the relay lacks. */
final class Gate {
  private final ECKey key;
  private final ECDSAVerifier verifier;

  Gate() {
    try {
      key = new ECKeyGenerator(Curve.P_256).generate();
      verifier = new ECDSAVerifier(key.toPublicJWK());
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * @param told the resident's key as the relay told the gate
   */
  Optional<CounterToStaff.ChannelBound> bind(
      MunicipalityId municipality, StaffToCounter.BindChannel asked, String told) {
    Optional<PublicPoint> counter = PublicPoint.parse(asked.counterKey());
    Optional<PublicPoint> resident = PublicPoint.parse(asked.residentKey());
    if (counter.isEmpty() || resident.isEmpty() || !asked.residentKey().equals(told)) {
      return Optional.empty();
    }
    return Optional.of(
        new CounterToStaff.ChannelBound(
            asked.conversation(),
            ChannelBinding.of(municipality, asked.conversation(), resident.get(), counter.get())
                .base64url(),
            ticket(municipality, asked.conversation(), counter.get())));
  }

  String ticket(MunicipalityId municipality, ConversationId conversation, PublicPoint counterKey) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(StaffTicketClaims.TYPE))
                  .build(),
              new JWTClaimsSet.Builder()
                  .claim("municipality", municipality.value())
                  .claim("conversation", conversation.value())
                  .claim("displayName", "F. Yilmaz")
                  .claim("role", Map.of("nl", "Wmo-consulent", "en", "care adviser"))
                  .claim(
                      "cnf",
                      Map.of(
                          "jwk",
                          new ECKey.Builder(Curve.P_256, counterKey.key()).build().toJSONObject()))
                  .build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The counter key that a ticket vouches for, for this municipality and conversation only. */
  Optional<PublicPoint> vouchedFor(
      String ticket, MunicipalityId municipality, ConversationId conversation) {
    try {
      SignedJWT jwt = SignedJWT.parse(ticket);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean ours =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
              && new JOSEObjectType(StaffTicketClaims.TYPE).equals(jwt.getHeader().getType())
              && jwt.verify(verifier)
              && municipality.value().equals(claims.getClaim("municipality"))
              && conversation.value().equals(claims.getClaim("conversation"));
      if (!ours) {
        return Optional.empty();
      }
      Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
      if (!(confirmation.get("jwk") instanceof Map<?, ?> jwk)) {
        return Optional.empty();
      }
      ECKey vouched =
          ECKey.parse(
              com.nimbusds.jose.util.JSONObjectUtils.toJSONString(
                  jwk.entrySet().stream()
                      .collect(
                          java.util.stream.Collectors.toMap(
                              entry -> entry.getKey().toString(), Map.Entry::getValue))));
      return Optional.of(PublicPoint.of(vouched.toECPublicKey()));
    } catch (ParseException | JOSEException | IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
