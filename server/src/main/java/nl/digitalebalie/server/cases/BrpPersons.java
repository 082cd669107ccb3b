package nl.digitalebalie.server.cases;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.cases.PanelContent.Sharing;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.policy.RegisterField;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import tools.jackson.databind.JsonNode;

/**
 * Haal Centraal BRP personen bevragen 2.x: one person by number, with the fields of the purpose and
 * no other. The number travels in the body. It is never a way to find out who somebody is.
 */
public final class BrpPersons implements PersonRegister, AutoCloseable {
  private static final String QUESTION = "RaadpleegMetBurgerservicenummer";
  private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
  private static final String NUMBER = "burgerservicenummer";

  /** HTTP header values (RFC 9110 5.5) without anything that could end one. */
  private static final String NOT_IN_HEADERS = "[^\\x20-\\x7e]";

  private final BrpSettings settings;
  private final GuardedHttp http;

  public BrpPersons(BrpSettings settings, Duration timeout) {
    this(settings, new GuardedHttp(timeout, Thread::sleep, settings.tls()));
  }

  BrpPersons(BrpSettings settings, GuardedHttp http) {
    this.settings = settings;
    this.http = http;
  }

  @Override
  public Answer read(Bsn subject, PurposeId purpose, List<RegisterField> fields, Reader reader) {
    Optional<Map<String, String>> headers = Optional.ofNullable(settings.byPurpose().get(purpose));
    if (headers.isEmpty()) {
      return new Answer.Unavailable("NOT_CONFIGURED_FOR_PURPOSE");
    }
    try {
      Request request = request(subject, fields, headers.get(), reader);
      return person(http.json(request, GuardedHttp.Repeat.SAFE), subject, fields);
    } catch (CallFailure failure) {
      return new Answer.Unavailable(failure.code());
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private Request request(
      Bsn subject, List<RegisterField> fields, Map<String, String> headers, Reader reader) {
    byte[] body =
        GuardedHttp.JSON
            .writeValueAsString(
                Map.of(
                    "type", QUESTION, NUMBER, List.of(subject.reveal()), "fields", paths(fields)))
            .getBytes(StandardCharsets.UTF_8);
    Request.Builder request =
        new Request.Builder()
            .url(
                HttpUrl.get(settings.base().toString())
                    .newBuilder()
                    .addPathSegment("personen")
                    .build())
            .header("Accept", "application/json")
            .post(RequestBody.create(body, JSON_TYPE));
    settings.headers().forEach(request::header);
    headers.forEach(request::header);
    settings.apiKey().ifPresent(key -> request.header("X-API-KEY", key.reveal()));
    reader.traceParent().ifPresent(trace -> request.header("traceparent", trace));
    settings
        .staffHeader()
        .ifPresent(name -> request.header(name, reader.id().replaceAll(NOT_IN_HEADERS, "_")));
    return request.build();
  }

  /** The number is asked for as well, so that the answer can be held against it. */
  private static List<String> paths(List<RegisterField> fields) {
    return Stream.concat(
            Stream.of(NUMBER), fields.stream().flatMap(field -> field.paths().stream()))
        .distinct()
        .toList();
  }

  private static Answer person(JsonNode answer, Bsn subject, List<RegisterField> fields)
      throws CallFailure {
    JsonNode persons = answer.path("personen");
    if (!persons.isArray() || persons.size() > 1) {
      throw new CallFailure("NOT_ONE_PERSON");
    }
    if (persons.isEmpty()) {
      return new Answer.Nobody();
    }
    JsonNode person = persons.get(0);
    if (Bsn.parse(Fields.text(person, NUMBER)).filter(subject::equals).isEmpty()) {
      throw new CallFailure("ANOTHER_PERSON");
    }
    boolean confidential = person.path("geheimhoudingPersoonsgegevens").asBoolean(false);
    List<PersonField> found = new ArrayList<>();
    for (RegisterField field : fields) {
      String value = value(person, field);
      if (!value.isBlank()) {
        found.add(
            new PersonField(
                field.key(),
                Sensitive.of(value),
                confidential && field.tellsWhere() ? Sharing.STAFF_ONLY : Sharing.FREE));
      }
    }
    return new Answer.Found(found);
  }

  private static String value(JsonNode person, RegisterField field) {
    return switch (field) {
      case NAME -> Fields.text(person.path("naam"), "volledigeNaam");
      case SALUTATION -> Fields.text(person.path("adressering"), "aanhef");
      case BIRTH_DATE -> Fields.text(person.path("geboorte").path("datum"), "langFormaat");
      case AGE -> Fields.text(person, "leeftijd");
      case ADDRESS -> lines(person.path("adressering"), "adresregel1", "adresregel2");
      case MUNICIPALITY -> Fields.text(person.path("gemeenteVanInschrijving"), "omschrijving");
      case GUARDIANSHIP -> Fields.text(person, "indicatieCurateleRegister");
    };
  }

  private static String lines(JsonNode node, String... fields) {
    return Stream.of(fields)
        .map(field -> Fields.text(node, field))
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining(", "));
  }
}
