package nl.digitalebalie.witness;

/**
 * A head whose signature was checked.
 *
 * @param jws as it was signed; what is kept and sent
 */
public record SignedHead(TreeHead head, String jws) {}
