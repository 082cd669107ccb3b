package nl.digitalebalie.desktop.connection;

import java.time.DateTimeException;
import java.time.Instant;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Access.SignInFault;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.SignInAnswer;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the answer to {@code POST /counter/sign-in} means (protocol section 2). */
final class SignInAnswers {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SignInAnswers() {}

  static SignInAnswer of(int status, String body) {
    return switch (status) {
      case OK -> session(body);
      case UNAUTHORIZED -> new DeskEvent.SignInFailed(SignInFault.WRONG_NAME_OR_PASSWORD);
      case TOO_MANY_REQUESTS -> new DeskEvent.SignInFailed(SignInFault.TOO_MANY_TRIES);
      default -> new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
    };
  }

  static String request(String name, Sensitive<String> password) {
    return JSON.writeValueAsString(
        JSON.createObjectNode().put("name", name).put("password", password.reveal()));
  }

  private static SignInAnswer session(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode staff = root.required("staff");
      return new DeskEvent.SignedIn(
          new Access.SignedIn(
              new StaffId(staff.required("id").stringValue()),
              staff.required("displayName").stringValue(),
              role(staff.required("role")),
              Sensitive.of(root.required("counterTicket").stringValue()),
              Sensitive.of(root.required("relayTicket").stringValue()),
              Instant.parse(root.required("expiresAt").stringValue()),
              root.required("demo").booleanValue() ? Access.Mode.DEMO : Access.Mode.REAL));
    } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
      return new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
    }
  }

  /** A plain text, or one by language. */
  private static String role(JsonNode role) {
    return role.isString() ? role.stringValue() : role.required("nl").stringValue();
  }
}
