package nl.digitalebalie.server.relay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.callback.CallbackRequest;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Problem;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.limit.KeyedBuckets;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.InvitationTable.Redeemed;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.store.Sql;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The resident's HTTP interface (docs/protocol.md section 2). */
final class RelayRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** No 0, O, 1, I or l: people read it out. */
  private static final String REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

  private static final int REFERENCE_LENGTH = 8;
  private static final int MAX_SENTENCE = 500;
  private static final int MAX_TOKEN = 64;

  /**
   * A family, or the people behind one library's address; each of these costs a person a call, so a
   * handful a day.
   */
  static final TokenBucket.Rate CALLBACKS_PER_ADDRESS =
      new TokenBucket.Rate(5, Duration.ofHours(5));

  private final RelaySettings settings;
  private final Catalog catalog;
  private final Relay relay;
  private final CallbackOutbox outbox;
  private final Store store;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Tokens tokens;
  private final KeyedBuckets joins;
  private final KeyedBuckets feedback;
  private final KeyedBuckets callbacks = new KeyedBuckets(CALLBACKS_PER_ADDRESS);

  RelayRoutes(
      RelaySettings settings,
      Catalog catalog,
      Relay relay,
      CallbackOutbox outbox,
      Store store,
      InstantSource clock,
      SecureRandom random) {
    this.settings = settings;
    this.catalog = catalog;
    this.relay = relay;
    this.outbox = outbox;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.tokens = new Tokens(random);
    this.joins = new KeyedBuckets(settings.joinsPerAddress());
    this.feedback = new KeyedBuckets(settings.joinsPerAddress());
  }

  List<Route> all() {
    return List.of(
        Route.of("GET", "/api/welcome", this::welcome),
        Route.of("POST", "/api/conversations", this::join),
        Route.of("POST", "/api/feedback", this::give),
        Route.of("POST", "/api/callbacks", this::callBack));
  }

  // What the page is told

  private record Welcome(
      MunicipalityCard municipality,
      TopicCard topic,
      Opening opening,
      boolean demo,
      Optional<Instant> callbackBy) {}

  private record MunicipalityCard(
      String id, String name, Contact contact, Map<String, String> theme) {}

  private record TopicCard(
      String id,
      LocalText title,
      LocalText description,
      LocalText bring,
      int minutes,
      List<Channel> channels) {}

  private record Opening(String state, Optional<Instant> opensAt, Optional<Instant> closesAt) {}

  private record Joined(@JsonUnwrapped Welcome welcome, String conversation, String ticket) {
    @Override
    public String toString() {
      return "Joined[" + conversation + "]";
    }
  }

  private Welcome welcome(Catalog.Offer offer, Instant now) {
    Municipality municipality = offer.municipality();
    Municipality.Topic topic = offer.topic();
    return new Welcome(
        new MunicipalityCard(
            municipality.id().value(),
            municipality.name(),
            municipality.contact(),
            municipality.theme()),
        new TopicCard(
            topic.id().value(),
            topic.title(),
            topic.description(),
            topic.bring(),
            topic.minutes(),
            topic.channels()),
        opening(municipality.opening().at(now)),
        settings.mode() == Mode.DEMO,
        municipality.callbacks().map(promise -> promise.endFor(now)));
  }

  private static Opening opening(OpeningHours.State state) {
    return switch (state) {
      case OpeningHours.State.Open(Optional<Instant> closesAt) ->
          new Opening("OPEN", Optional.empty(), closesAt);
      case OpeningHours.State.Closed(Optional<Instant> opensAt) ->
          new Opening("CLOSED", opensAt, Optional.empty());
    };
  }

  private HttpAnswer welcome(HttpCall call) {
    return offer(call.query().get("municipality"), call.query().get("topic"))
        .map(offer -> JsonBody.answer(200, welcome(offer, clock.instant())))
        .orElseGet(() -> problem(404, ErrorCode.LINK_UNKNOWN, municipality(call)));
  }

  private Optional<Catalog.Offer> offer(
      @org.jspecify.annotations.Nullable String municipality,
      @org.jspecify.annotations.Nullable String topic) {
    if (municipality == null || topic == null) {
      return Optional.empty();
    }
    try {
      return catalog.offer(new MunicipalityId(municipality), new TopicId(topic));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  /** Somebody with a wrong topic of a right municipality still gets its phone number. */
  private Optional<MunicipalityId> municipality(HttpCall call) {
    try {
      return Optional.ofNullable(call.query().get("municipality")).map(MunicipalityId::new);
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  private HttpAnswer problem(int status, ErrorCode code, Optional<MunicipalityId> municipality) {
    return municipality
        .flatMap(catalog::municipality)
        .map(known -> Problem.of(status, code, (ObjectNode) JSON.valueToTree(known.contact())))
        .orElseGet(() -> Problem.of(status, code));
  }

  // Redeeming a link

  private record JoinBody(
      Optional<String> municipality, Optional<String> topic, Optional<String> invitation) {
    JoinBody {
      boolean walkIn = municipality.isPresent() && topic.isPresent() && invitation.isEmpty();
      boolean invited =
          municipality.isEmpty()
              && topic.isEmpty()
              && invitation.filter(token -> token.length() <= MAX_TOKEN).isPresent();
      if (walkIn == invited) {
        throw new IllegalArgumentException("either a topic or an invitation");
      }
    }

    @Override
    public String toString() {
      return "JoinBody[redacted]";
    }
  }

  private HttpAnswer join(HttpCall call) {
    Optional<JoinBody> body = JsonBody.read(call, JoinBody.class);
    if (body.isEmpty()) {
      return Problem.of(400, ErrorCode.MALFORMED_MESSAGE);
    }
    if (joins.take(call.client(), clock.instant()) == Verdict.TOO_MANY) {
      return Problem.of(429, ErrorCode.TOO_MANY_MESSAGES);
    }
    if (relay.full()) {
      return Problem.of(503, ErrorCode.WAITING_ROOM_FULL);
    }
    return body.get().invitation().map(this::joinInvited).orElseGet(() -> joinWalkIn(body.get()));
  }

  private HttpAnswer joinWalkIn(JoinBody body) {
    Optional<Catalog.Offer> offer =
        offer(body.municipality().orElse(null), body.topic().orElse(null));
    if (offer.isEmpty()) {
      return Problem.of(404, ErrorCode.LINK_UNKNOWN);
    }
    Opened opened = prepare(offer.get(), Optional.empty());
    return store
        .write(sql -> {
          ConversationTable.insert(sql, opened.facts, Tokens.hash(opened.ticket));
          return joined(opened);
        })
        .fold(
            open -> begin(opened, open),
            code -> problem(503, ErrorCode.INTERNAL, Optional.of(opened.facts.municipality())));
  }

  /** A conversation that is about to begin. */
  private record Opened(Catalog.Offer offer, Facts facts, String ticket) {}

  private Opened prepare(Catalog.Offer offer, Optional<Instant> appointmentAt) {
    Facts facts =
        new Facts(
            new ConversationId(tokens.id()),
            offer.municipality().id(),
            offer.topic().id(),
            appointmentAt,
            Instant.ofEpochMilli(clock.millis()),
            reference(),
            tokens.secret(),
            catalog.terms(offer));
    return new Opened(offer, facts, tokens.secret());
  }

  private String reference() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < REFERENCE_LENGTH; i++) {
      letters.append(i == REFERENCE_LENGTH / 2 ? "-" : "");
      letters.append(REFERENCE_LETTERS.charAt(random.nextInt(REFERENCE_LETTERS.length())));
    }
    return letters.toString();
  }

  private HttpAnswer joined(Opened opened) {
    return JsonBody.answer(
        201,
        new Joined(
            welcome(opened.offer, clock.instant()), opened.facts.id().value(), opened.ticket));
  }

  private HttpAnswer begin(Opened opened, HttpAnswer answer) {
    relay.open(opened.facts, Tokens.hash(opened.ticket));
    return answer;
  }

  /** The invitation is used up and the conversation written in one transaction, or neither. */
  private HttpAnswer joinInvited(String token) {
    Stored<InvitedOutcome> outcome = store.write(sql -> redeem(sql, token));
    return switch (outcome) {
      case Stored.Done<InvitedOutcome>(InvitedOutcome.Begun(Opened opened)) ->
          begin(opened, joined(opened));
      case Stored.Done<InvitedOutcome>(InvitedOutcome.Refused(HttpAnswer answer)) -> answer;
      case Stored.Unavailable<InvitedOutcome> down -> Problem.of(503, ErrorCode.INTERNAL);
    };
  }

  private sealed interface InvitedOutcome {
    record Begun(Opened opened) implements InvitedOutcome {}

    record Refused(HttpAnswer answer) implements InvitedOutcome {}
  }

  private InvitedOutcome redeem(Sql sql, String token) {
    return switch (InvitationTable.redeem(sql, Tokens.hash(token), clock.instant())) {
      case Redeemed.Opened open ->
          catalog
              .offer(open.municipality(), open.topic())
              .<InvitedOutcome>map(offer -> begun(sql, offer, open))
              .orElseGet(() -> refused(404, ErrorCode.LINK_UNKNOWN, open.municipality()));
      case Redeemed.Unknown unknown ->
          new InvitedOutcome.Refused(Problem.of(404, ErrorCode.LINK_UNKNOWN));
      case Redeemed.Used used -> refused(409, ErrorCode.LINK_USED, used.municipality());
      case Redeemed.Expired expired -> refused(410, ErrorCode.LINK_EXPIRED, expired.municipality());
      case Redeemed.TooEarly early -> refused(409, ErrorCode.NOT_AVAILABLE, early.municipality());
    };
  }

  private InvitedOutcome begun(Sql sql, Catalog.Offer offer, Redeemed.Opened open) {
    Opened opened = prepare(offer, open.startsAt());
    ConversationTable.insert(sql, opened.facts, Tokens.hash(opened.ticket));
    return new InvitedOutcome.Begun(opened);
  }

  private InvitedOutcome refused(int status, ErrorCode code, MunicipalityId municipality) {
    return new InvitedOutcome.Refused(problem(status, code, Optional.of(municipality)));
  }

  // Feedback

  private record FeedbackBody(
      @JsonProperty(required = true) String ticket,
      @JsonProperty(required = true) int score,
      Optional<String> sentence) {
    FeedbackBody {
      if (ticket == null
          || ticket.length() > MAX_TOKEN
          || score < 1
          || score > 5
          || sentence.filter(text -> text.length() > MAX_SENTENCE).isPresent()) {
        throw new IllegalArgumentException("a ticket, a score from 1 to 5, a short sentence");
      }
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "FeedbackBody[%d]", score);
    }
  }

  private HttpAnswer give(HttpCall call) {
    Optional<FeedbackBody> body = JsonBody.read(call, FeedbackBody.class);
    if (body.isEmpty()) {
      return Problem.of(400, ErrorCode.MALFORMED_MESSAGE);
    }
    Instant now = clock.instant();
    if (feedback.take(call.client(), now) == Verdict.TOO_MANY) {
      return Problem.of(429, ErrorCode.TOO_MANY_MESSAGES);
    }
    FeedbackBody given = body.get();
    return store
        .write(sql ->
            FeedbackTable.give(
                sql, Tokens.hash(given.ticket()), given.score(), given.sentence(), now))
        .fold(
            kept ->
                kept == FeedbackTable.Given.KEPT
                    ? HttpAnswer.empty(204)
                    : Problem.of(404, ErrorCode.TICKET_INVALID),
            code -> Problem.of(503, ErrorCode.INTERNAL));
  }

  // Call-backs

  private record CallbackBody(
      @JsonProperty(required = true) String municipality,
      @JsonProperty(required = true) String topic,
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String phone,
      Optional<String> words) {
    CallbackBody {
      if (municipality == null || topic == null || name == null || phone == null) {
        throw new IllegalArgumentException("who, which number, and about what");
      }
    }

    CallbackWish wish() {
      return new CallbackWish(
          Sensitive.of(name.strip()),
          Sensitive.of(phone.strip()),
          words.map(String::strip).filter(given -> !given.isEmpty()).map(Sensitive::of));
    }

    @Override
    public String toString() {
      return "CallbackBody[redacted]";
    }
  }

  private record Promised(Instant promisedBy) {}

  private HttpAnswer callBack(HttpCall call) {
    Optional<CallbackBody> body = JsonBody.read(call, CallbackBody.class);
    Optional<CallbackWish> wish = body.flatMap(RelayRoutes::wish);
    if (body.isEmpty() || wish.isEmpty()) {
      return Problem.of(400, ErrorCode.MALFORMED_MESSAGE);
    }
    Optional<Catalog.Offer> offer = offer(body.get().municipality(), body.get().topic());
    if (offer.isEmpty()) {
      return Problem.of(404, ErrorCode.LINK_UNKNOWN);
    }
    Optional<Promise> promise = offer.get().municipality().callbacks();
    if (promise.isEmpty()) {
      return problem(409, ErrorCode.NOT_AVAILABLE, Optional.of(offer.get().municipality().id()));
    }
    if (callbacks.take(call.client(), clock.instant()) == Verdict.TOO_MANY) {
      return problem(
          429, ErrorCode.TOO_MANY_MESSAGES, Optional.of(offer.get().municipality().id()));
    }
    return promised(offer.get(), wish.get(), promise.get());
  }

  private static Optional<CallbackWish> wish(CallbackBody body) {
    try {
      return Optional.of(body.wish());
    } catch (IllegalArgumentException outOfBounds) {
      return Optional.empty();
    }
  }

  private HttpAnswer promised(Catalog.Offer offer, CallbackWish wish, Promise promise) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    MunicipalityId municipality = offer.municipality().id();
    CallbackRequest request =
        new CallbackRequest(
            new CallbackId(tokens.id()), municipality, offer.topic().id(), wish, now);
    return outbox
        .keep(request)
        .fold(
            outcome ->
                switch (outcome) {
                  case KEPT -> JsonBody.answer(201, new Promised(promise.endFor(now)));
                  case FULL -> problem(503, ErrorCode.NOT_AVAILABLE, Optional.of(municipality));
                },
            code -> problem(503, ErrorCode.INTERNAL, Optional.of(municipality)));
  }
}
