package nl.digitalebalie.server.identity;

import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.protocol.identity.DisclosureProofClaims;
import nl.digitalebalie.protocol.identity.StaffTicketClaims;

/** The gate's word, as compact JWS; the types keep one from being taken for another. */
public interface GateSigner {
  /** For the staff client: who was identified. */
  String attest(AttestationClaims claims);

  /** For the resident's page: whose key this is. */
  String ticket(StaffTicketClaims claims);

  /** For the resident's page: this wallet session is its own. */
  String proof(DisclosureProofClaims claims);
}
