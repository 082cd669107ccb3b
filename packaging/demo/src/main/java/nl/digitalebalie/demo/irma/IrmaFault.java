package nl.digitalebalie.demo.irma;

import nl.digitalebalie.demo.http.Reply;
import tools.jackson.databind.json.JsonMapper;

/**
 * The errors of irma server ({@code server/errors.go}) that this look-alike can give, with their
 * HTTP status.
 */
enum IrmaFault {
  INVALID_REQUEST(400, "Invalid HTTP request"),
  UNAUTHORIZED(403, "You are not authorized to issue or verify this attribute"),
  SESSION_UNKNOWN(400, "Unknown or expired session"),
  UNEXPECTED_REQUEST(403, "Unexpected request in this state"),
  PAIRING_REQUIRED(403, "Pairing is required first"),
  PROTOCOL_VERSION(400, "Protocol version negotiation failed"),
  SSE_DISABLED(500, "Server sent events disabled"),
  UNSUPPORTED(501, "Unsupported by this server");

  private final int status;
  private final String description;

  IrmaFault(int status, String description) {
    this.status = status;
    this.description = description;
  }

  Reply reply(String message) {
    return Reply.json(
        status,
        JsonMapper.shared()
            .createObjectNode()
            .put("status", status)
            .put("error", name())
            .put("description", description)
            .put("message", message));
  }
}
