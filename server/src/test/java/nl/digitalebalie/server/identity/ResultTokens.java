package nl.digitalebalie.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Results as an irma server signs them; every field can be made wrong. */
public final class ResultTokens {
  public static final String TOKEN = "abcdefghijABCDEFGHIJ";
  public static final long ISSUED = 1_764_201_600L;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Made once: an RSA pair takes up to a second. */
  public static final KeyPair IRMA_KEY = rsa();

  public static final KeyPair OTHER_KEY = rsa();

  private ResultTokens() {}

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a resident with a sufficient card discloses for "wmo" in the demo policy. */
  public static Map<String, Object> claims(Instant now, String token) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "irmaserver");
    claims.put("sub", "disclosing_result");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 120);
    claims.put("token", token);
    claims.put("status", "DONE");
    claims.put("type", "disclosing");
    claims.put("proofStatus", "VALID");
    List<Object> group = new ArrayList<>();
    group.add(attribute("fullname", "S. van den Berg"));
    group.add(attribute("dateofbirth", "14-03-1988"));
    group.add(attribute("bsn", "999993653"));
    group.add(attribute("digidlevel", "Substantieel"));
    claims.put("disclosed", new ArrayList<>(List.of(group)));
    return claims;
  }

  public static Map<String, Object> attribute(String name, String value) {
    Map<String, Object> attribute = new LinkedHashMap<>();
    attribute.put("rawvalue", value);
    attribute.put("value", Map.of("", value, "en", value, "nl", value));
    attribute.put("id", "irma-demo.gemeente.personalData." + name);
    attribute.put("status", "PRESENT");
    attribute.put("issuancetime", ISSUED);
    return attribute;
  }

  public static String signed(Map<String, Object> claims, KeyPair key) {
    return signed(new JWSHeader(JWSAlgorithm.RS256), JSON.writeValueAsString(claims), key);
  }

  /** What a verifier that lets the token choose the algorithm would believe. */
  public static String signedByPublicKey(Map<String, Object> claims) {
    try {
      JWSObject jws =
          new JWSObject(
              new JWSHeader(JWSAlgorithm.HS256), new Payload(JSON.writeValueAsString(claims)));
      jws.sign(new MACSigner(IRMA_KEY.getPublic().getEncoded()));
      return jws.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static String signed(JWSHeader header, String payload, KeyPair key) {
    try {
      JWSObject jws = new JWSObject(header, new Payload(payload));
      jws.sign(new RSASSASigner(key.getPrivate()));
      return jws.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
