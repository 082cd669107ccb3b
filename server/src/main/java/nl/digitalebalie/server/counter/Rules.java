package nl.digitalebalie.server.counter;

import java.util.function.Function;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.identity.AttestationClaims;
import nl.digitalebalie.server.audit.SubjectKey;
import nl.digitalebalie.server.policy.PurposePolicy;

/**
 * What the state machine is given once: the policy, and the functions that need keys or chance.
 *
 * @param attest signs an attestation; computes only
 * @param walletLink base of the link that opens the wallet on the resident's own device, to which
 *     the session pointer is appended percent-encoded, such as {@code
 *     https://open.yivi.app/-/session#}
 */
record Rules(
    PurposePolicy policy,
    Supplier<DisclosureId> newDisclosure,
    Function<AttestationClaims, String> attest,
    SubjectKey subjects,
    String walletLink) {}
