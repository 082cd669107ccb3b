package nl.digitalebalie.server.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.Places.DocumentPlace;
import nl.digitalebalie.server.gate.GateDecision.Scope;
import nl.digitalebalie.server.policy.Confidentiality;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/**
 * The documents of cases: which there are, what of them the scope lets through, and their bytes.
 * Links hang on a case; what they lead to is asked for in one search for many.
 */
final class ZgwDocuments implements CaseDocuments {
  /** More than a page of a panel; the oldest are left out, and the panel says so. */
  static final int MAX_DOCUMENTS = 50;

  /** A search body and its answer stay small; also the size of a page. */
  private static final int AT_ONCE = 100;

  static final long MAX_DOCUMENT_BYTES = CounterToStaff.MAX_DOCUMENT_BYTES;

  private static final String COLLECTION = "enkelvoudiginformatieobjecten";
  private static final String UUID = "[0-9a-fA-F-]{36}";

  private final ZgwHttp http;
  private final HttpUrl zaken;
  private final HttpUrl documenten;
  private final ZgwCatalogue catalogue;

  ZgwDocuments(ZgwHttp http, HttpUrl zaken, HttpUrl documenten, ZgwCatalogue catalogue) {
    this.http = http;
    this.zaken = zaken;
    this.documenten = documenten;
    this.catalogue = catalogue;
  }

  /** The addresses of a case's documents, newest link first; a plain array, without pages. */
  List<HttpUrl> links(JsonNode one, Reader reader) throws CallFailure {
    HttpUrl url =
        zaken
            .newBuilder()
            .addPathSegment("zaakinformatieobjecten")
            .addQueryParameter("zaak", http.ours(Fields.text(one, "url")).toString())
            .build();
    List<JsonNode> links = new ArrayList<>(http.get(url, reader).valueStream().toList());
    links.sort(
        Comparator.comparing(
            (JsonNode link) -> Fields.text(link, "registratiedatum"), Comparator.reverseOrder()));
    List<HttpUrl> addresses = new ArrayList<>();
    for (JsonNode link : links) {
      addresses.add(http.ours(Fields.text(link, "informatieobject")));
    }
    return addresses;
  }

  /**
   * What was read, by address.
   *
   * @param missing why some of it could not be read
   */
  record Read(Map<HttpUrl, JsonNode> found, Optional<CallFailure> missing) {
    Read {
      found = Map.copyOf(found);
    }

    /** Gathers what there is, and the last reason why there is not more. */
    private static final class Gathering {
      private final Map<HttpUrl, JsonNode> found = new HashMap<>();
      private Optional<CallFailure> missing = Optional.empty();

      void add(Read some) {
        found.putAll(some.found);
        missing = some.missing.or(() -> missing);
      }

      void misses(CallFailure failure) {
        missing = Optional.of(failure);
      }

      boolean has(List<HttpUrl> addresses) {
        return found.keySet().containsAll(addresses);
      }

      Read read() {
        return new Read(found, missing);
      }
    }
  }

  /** What stands at these addresses; what our client may not read is not there. */
  Read read(List<HttpUrl> addresses, Reader reader, Together together) throws InterruptedException {
    List<Together.Part<Read>> parts = new ArrayList<>();
    for (int from = 0; from < addresses.size(); from += AT_ONCE) {
      List<HttpUrl> some = addresses.subList(from, Math.min(addresses.size(), from + AT_ONCE));
      parts.add(together.read(() -> someOf(some, reader, together)));
    }
    Read.Gathering all = new Read.Gathering();
    for (Together.Part<Read> part : parts) {
      try {
        all.add(part.get());
      } catch (CallFailure failure) {
        all.misses(failure);
      }
    }
    return all.read();
  }

  private Read someOf(List<HttpUrl> addresses, Reader reader, Together together)
      throws CallFailure, InterruptedException {
    return addresses.size() > 1 && addresses.stream().allMatch(this::canBeSearched)
        ? searched(addresses, reader)
        : oneByOne(addresses, reader, together);
  }

  private boolean canBeSearched(HttpUrl address) {
    HttpUrl collection = documenten.newBuilder().addPathSegment(COLLECTION).build();
    String path = address.encodedPath();
    String before = collection.encodedPath() + "/";
    return path.startsWith(before) && path.substring(before.length()).matches(UUID);
  }

  /** Page by page while there is a next one, for a page may be smaller there than what we ask. */
  private Read searched(List<HttpUrl> addresses, Reader reader) throws CallFailure {
    List<String> numbers =
        addresses.stream().map(each -> each.pathSegments().getLast()).distinct().toList();
    HttpUrl url =
        documenten.newBuilder().addPathSegment(COLLECTION).addPathSegment("_zoek").build();
    Map<String, Object> body = Map.of("uuid__in", numbers);
    Read.Gathering all = new Read.Gathering();
    JsonNode page = http.search(url, body, reader);
    all.add(asked(page, addresses));
    for (int number = 2; ZgwSearch.hasNext(page) && !all.has(addresses); number++) {
      if (number > ZgwSearch.MAX_PAGES) {
        all.misses(new CallFailure("TOO_MANY_PAGES"));
        break;
      }
      try {
        HttpUrl next = url.newBuilder().addQueryParameter("page", Integer.toString(number)).build();
        page = http.search(next, body, reader);
        all.add(asked(page, addresses));
      } catch (CallFailure failure) {
        all.misses(failure);
        break;
      }
    }
    return all.read();
  }

  private Read asked(JsonNode page, List<HttpUrl> addresses) throws CallFailure {
    if (!page.path("results").isArray()) {
      throw new CallFailure("NO_RESULTS");
    }
    Map<HttpUrl, JsonNode> found = new HashMap<>();
    for (JsonNode document : page.path("results")) {
      HttpUrl address = http.ours(Fields.text(document, "url"));
      if (addresses.contains(address)) {
        found.put(address, document);
      }
    }
    return new Read(found, Optional.empty());
  }

  private Read oneByOne(List<HttpUrl> addresses, Reader reader, Together together)
      throws InterruptedException {
    Map<HttpUrl, Together.Part<JsonNode>> parts = new HashMap<>();
    for (HttpUrl address : addresses) {
      parts.put(address, together.read(() -> http.get(address, reader)));
    }
    Read.Gathering all = new Read.Gathering();
    for (Map.Entry<HttpUrl, Together.Part<JsonNode>> part : parts.entrySet()) {
      try {
        all.add(new Read(Map.of(part.getKey(), part.getValue().get()), Optional.empty()));
      } catch (CallFailure failure) {
        all.misses(failure);
      }
    }
    return all.read();
  }

  /** A document's card and where it is. */
  record Listed(Document card, DocumentPlace place) {}

  /** Empty when the scope does not let it through; only what it does gets a handle. */
  Optional<Listed> listed(
      JsonNode document, HttpUrl address, Supplier<String> handle, Scope scope, Reader reader)
      throws CallFailure {
    Optional<String> type = allowedType(document, scope, reader);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<LocalDate> created = Fields.date(document, "creatiedatum");
    if (created.isEmpty()) {
      throw new CallFailure("DOCUMENT_WITHOUT_DATE"); // required by the specification
    }
    return Optional.of(
        new Listed(
            new Document(
                handle.get(),
                Sensitive.of(Fields.text(document, "titel")),
                created.get(),
                type.get(),
                Fields.text(document, "formaat"),
                size(document),
                showing(document)),
            new DocumentPlace(
                address.toString(),
                document.path("versie").asInt(1),
                showing(document),
                type.get(),
                FileKind.of(Fields.text(document, "formaat"))
                    .map(FileKind::mediaType)
                    .orElse("other"))));
  }

  /**
   * The case system's own word where it has one ({@code tonenAanInitiator}, VNG 1.7.1). Elsewhere a
   * document is internal unless it went out or came in, for ZGW gives those dates to no other.
   */
  private static Showing showing(JsonNode document) {
    JsonNode said = document.path("tonenAanInitiator");
    boolean shown =
        said.isMissingNode() || said.isNull()
            ? wentOutOrCameIn(document) && isAtMost(document, HIGHEST_SHOWN)
            : said.isBoolean() && said.booleanValue();
    return shown ? Showing.RESIDENT_TOO : Showing.STAFF_ONLY;
  }

  /** Higher is not for everybody in the case, and so not for the resident without a word on it. */
  private static final Confidentiality HIGHEST_SHOWN = Confidentiality.CASE_CONFIDENTIAL;

  private static boolean wentOutOrCameIn(JsonNode document) {
    return Fields.date(document, "verzenddatum").isPresent()
        || Fields.date(document, "ontvangstdatum").isPresent();
  }

  private static boolean isAtMost(JsonNode document, Confidentiality highest) {
    return Confidentiality.ofZgw(Fields.text(document, "vertrouwelijkheidaanduiding"))
        .filter(level -> level.atMost(highest))
        .isPresent();
  }

  private static long size(JsonNode document) {
    return Math.max(0, document.path("bestandsomvang").asLong(0));
  }

  private Optional<String> allowedType(JsonNode document, Scope scope, Reader reader)
      throws CallFailure {
    if (!isAtMost(document, scope.maxConfidentiality())) {
      return Optional.empty();
    }
    String type = catalogue.documentType(Fields.text(document, "informatieobjecttype"), reader);
    return scope.documentTypes().contains(type) ? Optional.of(type) : Optional.empty();
  }

  @Override
  public Delivery deliver(DocumentPlace place, Scope scope, Reader reader, Sink sink) {
    try {
      HttpUrl address = http.ours(place.address());
      JsonNode document = http.get(address, reader);
      if (allowedType(document, scope, reader).isEmpty()) {
        return new Delivery.Failed("NOT_ALLOWED");
      }
      Optional<FileKind> kind = FileKind.of(Fields.text(document, "formaat"));
      if (kind.isEmpty()) {
        return new Delivery.Failed("TYPE_NOT_SHOWN");
      }
      if (size(document) > MAX_DOCUMENT_BYTES) {
        return new Delivery.Failed("TOO_LARGE");
      }
      return poured(address, place.version(), kind.get(), size(document), reader, sink);
    } catch (CallFailure failure) {
      return new Delivery.Failed(failure.code());
    }
  }

  private Delivery poured(
      HttpUrl address, int version, FileKind kind, long announced, Reader reader, Sink sink)
      throws CallFailure {
    HttpUrl url =
        address
            .newBuilder()
            .addPathSegment("download")
            .addQueryParameter("versie", Integer.toString(version))
            .build();
    Pour pour = new Pour(kind, announced, sink);
    http.download(url, reader, MAX_DOCUMENT_BYTES, pour);
    return pour.end();
  }

  /** Holds back the first part until its beginning fits the kind of file it says it is. */
  private static final class Pour implements GuardedHttp.Receiver {
    private final FileKind kind;
    private final long announced;
    private final Sink sink;
    private long bytes;

    Pour(FileKind kind, long announced, Sink sink) {
      this.kind = kind;
      this.announced = announced;
      this.sink = sink;
    }

    @Override
    public void take(byte[] part) throws CallFailure {
      if (!(bytes == 0 ? kind.begins(part) : kind.goesOn(part))) {
        throw new CallFailure("OTHER_CONTENT");
      }
      if (bytes == 0) {
        sink.begin(kind.mediaType(), announced);
      }
      bytes += part.length;
      if (sink.part(part) == Wanted.NO_MORE) {
        throw new CallFailure("STOPPED");
      }
    }

    Delivery end() {
      boolean whole = bytes > 0 && (announced == 0 || announced == bytes);
      return whole ? new Delivery.Whole(bytes) : new Delivery.Failed("CUT_SHORT");
    }
  }
}
