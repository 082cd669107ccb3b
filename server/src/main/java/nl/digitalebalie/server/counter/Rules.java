package nl.digitalebalie.server.counter;

import java.util.function.Supplier;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.server.identity.GateSigner;
import nl.digitalebalie.server.policy.PurposePolicy;
import nl.digitalebalie.server.subject.SubjectNames;

/**
 * What the state machine is given once: the policy, and the functions that need keys or chance.
 *
 * @param signer signs with the gate's key; computes only
 * @param subjects names people and enterprises in the rows
 * @param walletLink base of the link that opens the wallet on the resident's own device, to which
 *     the session pointer is appended percent-encoded, such as {@code
 *     https://open.yivi.app/-/session#}
 */
record Rules(
    PurposePolicy policy,
    Supplier<DisclosureId> newDisclosure,
    GateSigner signer,
    SubjectNames subjects,
    String walletLink) {}
