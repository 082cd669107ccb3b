package nl.digitalebalie.desktop.connection;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.Access.SignInFault;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.SignInAnswer;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the answer to {@code POST /counter/sign-in} means (protocol section 2). */
final class SignInAnswers {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  /** A name or a role on a badge; more would push the rest out of the window. */
  private static final int MAX_WORDS = 100;

  /**
   * RFC 6750 section 2.1: anything else could become a second header of a later request. Long, for
   * a ticket is a signed token.
   */
  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");

  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SignInAnswers() {}

  static SignInAnswer of(int status, String contentType, String body) {
    return switch (status) {
      case OK -> session(contentType, body);
      case UNAUTHORIZED -> new DeskEvent.SignInFailed(SignInFault.WRONG_NAME_OR_PASSWORD);
      case TOO_MANY_REQUESTS -> new DeskEvent.SignInFailed(SignInFault.TOO_MANY_TRIES);
      default -> new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
    };
  }

  static String request(String name, Sensitive<String> password) {
    return JSON.writeValueAsString(
        JSON.createObjectNode().put("name", name).put("password", password.reveal()));
  }

  private static SignInAnswer session(String contentType, String body) {
    if (!JSON_TYPE.matcher(contentType.strip()).matches()) {
      return new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
    }
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode staff = root.required("staff");
      return new DeskEvent.SignedIn(
          new Access.SignedIn(
              new StaffId(staff.required("id").stringValue()),
              words(staff.required("displayName")),
              role(staff.required("role")),
              ticket(root.required("counterTicket")),
              ticket(root.required("relayTicket")),
              Instant.parse(root.required("expiresAt").stringValue()),
              root.required("demo").booleanValue() ? Access.Mode.DEMO : Access.Mode.REAL));
    } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
      return new DeskEvent.SignInFailed(SignInFault.ANSWER_UNREADABLE);
    }
  }

  /** A plain text, or one by language. */
  private static String role(JsonNode role) {
    return words(role.isString() ? role : role.required("nl"));
  }

  private static String words(JsonNode node) {
    String words = node.stringValue();
    if (words.isBlank()
        || words.length() > MAX_WORDS
        || words.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("words for a badge are short and printable");
    }
    return words;
  }

  private static Sensitive<String> ticket(JsonNode node) {
    String ticket = node.stringValue();
    if (!TICKET.matcher(ticket).matches()) {
      throw new IllegalArgumentException("a ticket is a token of RFC 6750");
    }
    return Sensitive.of(ticket);
  }
}
