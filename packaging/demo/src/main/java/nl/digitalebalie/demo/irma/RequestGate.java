package nl.digitalebalie.demo.irma;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.demo.http.Call;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides who asks and whether they may, as irma server does: the method follows from headers and
 * body, not from configuration ({@code requestorserver/auth.go}).
 */
final class RequestGate {
  /** irma server's max_request_age. */
  private static final Duration MAX_REQUEST_AGE = Duration.ofMinutes(5);

  private static final JsonMapper JSON = JsonMapper.shared();
  private final List<Requestor> requestors;

  RequestGate(List<Requestor> requestors) {
    this.requestors = List.copyOf(requestors);
  }

  record Permitted(Requestor requestor, SessionRequest request) {}

  Answer<Permitted> admit(Call call, Instant now) {
    Optional<String> authorization = call.header("authorization");
    return switch (call.mediaType()) {
      case "text/plain" ->
          authorization.isPresent()
              ? unauthenticated()
              : byRequestJwt(call.body().text().strip(), now);
      case "application/json" ->
          authorization.isPresent() ? byToken(authorization.get(), call) : unauthenticated();
      default -> unauthenticated();
    };
  }

  private static Answer<Permitted> unauthenticated() {
    return Answer.refused(IrmaFault.INVALID_REQUEST, "request could not be authenticated");
  }

  private Answer<Permitted> byToken(String token, Call call) {
    for (Requestor requestor : requestors) {
      if (requestor.authentication() instanceof Requestor.Authentication.Token(String expected)
          && expected.equals(token)) {
        try {
          return permit(requestor, JSON.readTree(call.body().text()));
        } catch (JacksonException notJson) {
          return Answer.refused(IrmaFault.INVALID_REQUEST, "not JSON");
        }
      }
    }
    return Answer.refused(IrmaFault.UNAUTHORIZED, "unknown token");
  }

  private Answer<Permitted> byRequestJwt(String compact, Instant now) {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(compact);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException notAJwt) {
      return Answer.refused(IrmaFault.INVALID_REQUEST, "not a signed JWT");
    }
    String name =
        Optional.ofNullable(jwt.getHeader().getKeyID())
            .or(() -> Optional.ofNullable(claims.getIssuer()))
            .orElse("");
    Optional<Requestor> requestor =
        requestors.stream().filter(one -> one.name().equals(name)).findFirst();
    if (requestor.isEmpty()
        || !(requestor.get().authentication()
            instanceof Requestor.Authentication.PublicKey(var key))) {
      return Answer.refused(IrmaFault.UNAUTHORIZED, "unknown requestor");
    }
    if (!signedBy(jwt, new RSASSAVerifier(key))) {
      return Answer.refused(IrmaFault.INVALID_REQUEST, "the signature does not verify");
    }
    return fresh(requestor.get(), claims, now);
  }

  private static boolean signedBy(SignedJWT jwt, RSASSAVerifier verifier) {
    try {
      return JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
    } catch (JOSEException unverifiable) {
      return false;
    }
  }

  private Answer<Permitted> fresh(Requestor requestor, JWTClaimsSet claims, Instant now) {
    Instant issued =
        Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant).orElse(Instant.EPOCH);
    if (issued.isAfter(now)) {
      // No leeway: a requestor with a fast clock is refused.
      return Answer.refused(IrmaFault.INVALID_REQUEST, "token used before issued");
    }
    if (issued.plus(MAX_REQUEST_AGE).isBefore(now)) {
      return Answer.refused(IrmaFault.UNAUTHORIZED, "jwt too old");
    }
    if (!"verification_request".equals(claims.getSubject())) {
      return Answer.refused(IrmaFault.INVALID_REQUEST, "sub is not verification_request");
    }
    return permit(requestor, JSON.valueToTree(claims.getClaim("sprequest")));
  }

  private static Answer<Permitted> permit(Requestor requestor, JsonNode posted) {
    return switch (SessionRequest.parse(posted)) {
      case Answer.Refused<SessionRequest>(IrmaFault fault, String message) ->
          Answer.refused(fault, message);
      case Answer.Given<SessionRequest>(SessionRequest request) ->
          request.identifiers().stream().allMatch(requestor::may)
              ? Answer.given(new Permitted(requestor, request))
              : Answer.refused(IrmaFault.UNAUTHORIZED, "requestor may not ask these attributes");
    };
  }
}
