package nl.digitalebalie.desktop.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import nl.digitalebalie.desktop.identity.IrmaResult.DisclosedAttribute;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Evidence;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.signal.CounterToStaff.IdentityVerified;
import nl.digitalebalie.protocol.signal.CounterToStaff.PanelOpened;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;

/**
 * The client's own check: nobody is shown as identified because a server says so (protocol 4.3).
 *
 * <p>Evidence, attestation and message are three statements about one fact; each is checked alone,
 * then that they agree.
 */
public final class IdentityCheck {
  private final EvidenceReader evidenceReader;
  private final AttestationReader attestationReader;

  public IdentityCheck(PinnedKeys keys, DemoSchemes demo) {
    this.evidenceReader = new EvidenceReader(keys.irmaResult(), keys.irmaIssuer(), demo);
    this.attestationReader = new AttestationReader(keys.attestation());
  }

  /** Whether this identity is the one that was asked for, by this staff member, just now. */
  public Verdict<VerifiedIdentity> verify(
      Expected expected, IdentityVerified message, Instant now) {
    try {
      return new Verdict.Holds<>(check(expected, message, now));
    } catch (RefusedException refused) {
      return new Verdict.Refused<>(refused.reason());
    }
  }

  /** Whether this panel rests on that identity; checked again before any content is looked at. */
  public Verdict<VerifiedIdentity> verify(
      VerifiedIdentity identity, PanelOpened panel, Instant now) {
    try {
      Expected expected = identity.expected();
      demand(
          panel.conversation().equals(expected.conversation())
              && panel.purpose().equals(expected.purpose().id()),
          Rejection.EVIDENCE_MISMATCH);
      AttestationClaims claims = attestationReader.read(panel.attestation(), now);
      checkAgainst(expected, claims, identity.evidenceHash());
      demand(
          claims.means() == identity.means()
              && claims.level() == identity.level()
              && claims.channel() == identity.channel()
              && claims.discloser() == identity.discloser(),
          Rejection.EVIDENCE_MISMATCH);
      demandEnough(expected.purpose(), claims);
      demand(
          claims.channel().compareTo(expected.purpose().channel()) >= 0, Rejection.CHANNEL_TOO_LOW);
      return new Verdict.Holds<>(identity);
    } catch (RefusedException refused) {
      return new Verdict.Refused<>(refused.reason());
    }
  }

  private VerifiedIdentity check(Expected expected, IdentityVerified message, Instant now)
      throws RefusedException {
    demand(
        message.conversation().equals(expected.conversation())
            && message.disclosure().equals(expected.disclosure())
            && message.purpose().equals(expected.purpose().id()),
        Rejection.OTHER_SESSION);
    String evidenceHash =
        switch (message.evidence()) {
          case Evidence.Irma irma -> checkIrma(expected, message, irma, now);
        };
    AttestationClaims claims = attestationReader.read(message.attestation(), now);
    checkAgainst(expected, claims, evidenceHash);
    demand(
        claims.means() == message.means()
            && claims.level() == message.level()
            && claims.channel() == message.channel()
            && claims.discloser() == message.discloser(),
        Rejection.EVIDENCE_MISMATCH);
    demandEnough(expected.purpose(), claims);
    return new VerifiedIdentity(
        expected,
        message.means(),
        message.level(),
        message.channel(),
        message.discloser(),
        expected.purpose().attributes().stream().map(asked -> asked.label()).toList(),
        evidenceHash,
        message.verifiedAt());
  }

  private String checkIrma(
      Expected expected, IdentityVerified message, Evidence.Irma irma, Instant now)
      throws RefusedException {
    String jwt = irma.resultJwt().reveal();
    IrmaResult result = evidenceReader.read(jwt, expected, now);
    demand(sameValues(result.attributes(), message.attributes()), Rejection.EVIDENCE_MISMATCH);
    return Hashes.sha256(jwt.getBytes(StandardCharsets.US_ASCII));
  }

  private static void checkAgainst(Expected expected, AttestationClaims claims, String evidenceHash)
      throws RefusedException {
    demand(
        claims.conversation().equals(expected.conversation())
            && claims.staff().equals(expected.staff())
            && claims.purpose().equals(expected.purpose().id())
            && claims.policyHash().equals(expected.policyHash())
            && claims.evidenceHash().equals(evidenceHash),
        Rejection.EVIDENCE_MISMATCH);
  }

  /**
   * What the disclosure itself must reach. The channel is not among it: the code may be spoken
   * after the identity was shown, so only a panel waits for it.
   */
  private static void demandEnough(PurposeCard purpose, AttestationClaims claims)
      throws RefusedException {
    demand(claims.level().compareTo(purpose.minimumLevel()) >= 0, Rejection.LEVEL_TOO_LOW);
    demand(claims.discloser().compareTo(purpose.discloser()) >= 0, Rejection.DISCLOSER_TOO_LOW);
  }

  private static boolean sameValues(List<DisclosedAttribute> proven, List<Attribute> said) {
    if (proven.size() != said.size()) {
      return false;
    }
    for (int place = 0; place < proven.size(); place++) {
      if (!proven.get(place).identifier().equals(said.get(place).identifier())
          || !proven.get(place).value().equals(said.get(place).value())) {
        return false;
      }
    }
    return true;
  }

  static void demand(boolean holds, Rejection otherwise) throws RefusedException {
    if (!holds) {
      throw new RefusedException(otherwise);
    }
  }
}
