package nl.digitalebalie.server.counter;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.server.audit.WitnessConfig;
import nl.digitalebalie.server.cases.BrpSettings;
import nl.digitalebalie.server.cases.PartnerTls;
import nl.digitalebalie.server.cases.ZgwSettings;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.contacts.ContactsSettings;
import nl.digitalebalie.server.identity.AssuranceWords;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.identity.RequestorKey;
import nl.digitalebalie.server.identity.TokenVerifier;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.PolicyFile;
import nl.digitalebalie.server.policy.PolicyResult;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.PurposePolicy;
import nl.digitalebalie.server.processing.ProcessingConfig;
import nl.digitalebalie.server.retention.RetentionConfig;
import nl.digitalebalie.server.retention.RetentionRules;

/**
 * The counter part's sections of the configuration file: {@code policyFile}, {@code identity},
 * {@code cases}, {@code audit}, {@code processing}. Every fault becomes a finding; the values are
 * to be used only when there is none.
 *
 * @param notifications what the notifications service sends as {@code Authorization}
 * @param attestationKeyFile made at first start in demo mode, required in production
 * @param subjectKeyFile likewise; 32 random bytes as base64
 * @param contacts where contacts are registered beside our own table; empty where they are not
 * @param witness who keeps the heads of the audit log; empty where nobody does
 * @param processing where records of processing go
 * @param retention how long is kept what no purpose is about
 */
public record CounterConfig(
    PurposePolicy policy,
    Irma irma,
    ZgwSettings zgw,
    Duration zgwTimeout,
    Optional<Sensitive<String>> notifications,
    Optional<BrpSettings> brp,
    Path attestationKeyFile,
    Path subjectKeyFile,
    String auditChain,
    Optional<WitnessConfig> witness,
    ProcessingConfig processing,
    Optional<ContactsSettings> contacts,
    RetentionConfig retention) {

  /** The policy of the demonstration, which is part of the program. */
  static final String BUILT_IN_POLICY = "builtin:demo";

  private static final URI NOWHERE = URI.create("http://localhost");
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * @param resultKey empty in demo mode only, where it is fetched from the server at start
   * @param callback empty for the public address
   */
  public record Irma(
      URI server,
      URI walletSide,
      String issuer,
      Optional<RSAPublicKey> resultKey,
      RequestorKey requestor,
      AssuranceWords levels,
      String walletLink,
      Optional<String> callback,
      Duration poll) {}

  public static CounterConfig read(ConfigSection root, Mode mode) {
    ConfigSection identity = root.section("identity");
    ConfigSection zgw = root.section("cases").section("zgw");
    ConfigSection audit = root.section("audit");
    PurposePolicy policy = policy(root, mode);
    return new CounterConfig(
        policy,
        irma(identity.section("irma"), mode),
        zgwSettings(zgw, policy, mode),
        zgw.duration(
            "timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30)),
        notifications(zgw),
        brp(root.section("cases"), policy, mode),
        keyFile(identity, "attestationKeyFile", mode, KeyFiles::judgeAttestation),
        keyFile(audit, "subjectKeyFile", mode, KeyFiles::judgeSubject),
        chain(audit),
        witness(root, audit, identity, mode),
        processing(root, audit, mode),
        root.optionalSection("contacts").map(section -> contacts(section, mode)),
        RetentionConfig.read(root));
  }

  RetentionRules retentionRules() {
    return new RetentionRules(
        policy.purposes().stream().collect(Collectors.toMap(Purpose::id, Purpose::retention)),
        retention.withoutPurpose());
  }

  /** In a demonstration it may be left out: our own database then, and a key beside the others. */
  private static ProcessingConfig processing(ConfigSection root, ConfigSection audit, Mode mode) {
    if (mode == Mode.DEMO && !root.has("processing")) {
      Path beside = audit.file("subjectKeyFile").orElse(Path.of("subject.key"));
      return new ProcessingConfig(
          beside.resolveSibling("processing-subject.key"), new ProcessingConfig.Target.Embedded());
    }
    ConfigSection section = root.section("processing");
    return ProcessingConfig.read(
        section, keyFile(section, "keyFile", mode, KeyFiles::judgeProcessing));
  }

  private static String chain(ConfigSection audit) {
    String chain = audit.text("chain", "main");
    if (!chain.matches("[A-Za-z0-9._-]{1,64}")) {
      audit.error("chain", "must be of letters, digits, dots and dashes");
    }
    return chain;
  }

  private static Optional<WitnessConfig> witness(
      ConfigSection root, ConfigSection audit, ConfigSection identity, Mode mode) {
    if (!audit.has("witness")) {
      audit.warning(
          "witness", "is missing: whoever owns the database can cut off the end of the log unseen");
      return Optional.empty();
    }
    Optional<WitnessConfig> witness =
        audit.optionalSection("witness").flatMap(each -> WitnessConfig.read(each, mode));
    if (witness.map(WitnessConfig::keyFile).equals(identity.file("attestationKeyFile"))
        && witness.isPresent()) {
      root.error("audit.witness.keyFile", "must be another key than the gate's");
    }
    return witness;
  }

  private static PurposePolicy policy(ConfigSection root, Mode mode) {
    PurposePolicy none = new PurposePolicy("", List.of());
    String name = root.text("policyFile");
    if (name.isEmpty()) {
      return none;
    }
    Optional<String> yaml =
        name.equals(BUILT_IN_POLICY)
            ? Optional.of(builtIn())
            : root.existingFile("policyFile").flatMap(CounterConfig::content);
    if (yaml.isEmpty()) {
      return none;
    }
    return switch (PolicyFile.read(yaml.get(), mode)) {
      case PolicyResult.Loaded(PurposePolicy policy) -> {
        root.right("policyFile", policy.purposes().size() + " purposes, hash " + policy.hash());
        yield policy;
      }
      case PolicyResult.Invalid invalid -> {
        invalid.faults().forEach(fault -> root.error("policyFile", fault.toString()));
        yield none;
      }
    };
  }

  private static Irma irma(ConfigSection irma, Mode mode) {
    URI server = address(irma, "server", mode);
    Optional<RSAPublicKey> resultKey =
        irma.existingFile("resultKeyFile")
            .flatMap(file -> pem(irma, "resultKeyFile", file, CounterConfig::resultKey));
    if (resultKey.isEmpty() && mode == Mode.PRODUCTION) {
      irma.error("resultKeyFile", "is needed: the public key that the irma server signs with");
    }
    return new Irma(
        server,
        irma.has("walletSide") ? address(irma, "walletSide", mode) : server,
        irma.text("issuer", "irmaserver"),
        resultKey,
        requestor(irma.section("requestor"), mode),
        levels(irma.section("levels")),
        irma.text("walletLink", "https://open.yivi.app/-/session#"),
        irma.webAddress("callback").map(URI::toString),
        POLL);
  }

  private static RSAPublicKey resultKey(String pem) {
    return longEnough(Keys.rsaPublic(pem));
  }

  private static RSAPrivateKey requestorKey(String pem) {
    return longEnough(Keys.rsaPrivate(pem));
  }

  private static <K extends RSAKey> K longEnough(K key) {
    if (key.getModulus().bitLength() < TokenVerifier.MIN_KEY_BITS) {
      throw new IllegalArgumentException("too short");
    }
    return key;
  }

  /** {@code auth_method} of irma server. */
  private enum Method {
    PUBLICKEY,
    TOKEN,
    HMAC
  }

  private static RequestorKey requestor(ConfigSection section, Mode mode) {
    return switch (section.choice("method", Method.class, Method.PUBLICKEY)) {
      case PUBLICKEY -> {
        String name = requestorName(section);
        Optional<Path> file = section.existingFile("keyFile");
        file.ifPresent(each -> section.judgeRights("keyFile", each, weight(mode)));
        Optional<RequestorKey> key =
            file.flatMap(each -> pem(section, "keyFile", each, CounterConfig::requestorKey))
                .map(found -> new RequestorKey.Signed(name, found));
        yield key.orElseGet(() -> missing(section, "keyFile"));
      }
      case TOKEN ->
          section
              .secret("token")
              .<RequestorKey>map(token -> new RequestorKey.Token(token.reveal()))
              .orElseGet(() -> missing(section, "token"));
      case HMAC -> {
        String name = requestorName(section);
        yield section
            .secret("secret")
            .flatMap(CounterConfig::longEnough)
            .<RequestorKey>map(secret -> new RequestorKey.Shared(name, secret))
            .orElseGet(() -> missing(section, "secret"));
      }
    };
  }

  private static String requestorName(ConfigSection section) {
    String name = section.text("name");
    if (!name.equals(name.toLowerCase(java.util.Locale.ROOT))) {
      section.error("name", "must be in small letters: irma server lowers names in its file");
    }
    return name;
  }

  private static Optional<byte[]> longEnough(Sensitive<String> base64) {
    try {
      byte[] secret = Base64.getDecoder().decode(base64.reveal());
      return secret.length >= ZgwSettings.MIN_SECRET_BYTES ? Optional.of(secret) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static RequestorKey missing(ConfigSection section, String key) {
    section.error(key, "is needed: see auth_method of the irma server; secrets have 32 bytes");
    return new RequestorKey.Token("");
  }

  private static AssuranceWords levels(ConfigSection section) {
    Map<String, AssuranceLevel> words = new HashMap<>();
    section.texts("low").forEach(word -> words.put(word, AssuranceLevel.LOW));
    section.texts("substantial").forEach(word -> words.put(word, AssuranceLevel.SUBSTANTIAL));
    section.texts("high").forEach(word -> words.put(word, AssuranceLevel.HIGH));
    if (words.isEmpty()) {
      section.error("substantial", "at least one word of a card must have a level");
    }
    return new AssuranceWords(words);
  }

  private static ZgwSettings zgwSettings(ConfigSection zgw, PurposePolicy policy, Mode mode) {
    Sensitive<String> secret =
        zgw.secret("secret")
            .filter(given ->
                given.reveal().getBytes(StandardCharsets.UTF_8).length
                    >= ZgwSettings.MIN_SECRET_BYTES)
            .orElseGet(() -> {
              zgw.error(
                  "secret", "is needed with 32 bytes or more; ask the case system's administrator");
              return Sensitive.of("");
            });
    ZgwSettings.Enterprises enterprises =
        zgw.choice("enterprises", ZgwSettings.Enterprises.class, ZgwSettings.Enterprises.BY_KVK);
    if (enterprises == ZgwSettings.Enterprises.BY_RSIN) {
      policy.purposes().stream()
          .filter(CounterConfig::asksKvkNumberAlone)
          .forEach(purpose ->
              zgw.warning(
                  "enterprises",
                  "\"%s\" asks neither RSIN nor branch, so nothing can be searched by"
                      .formatted(purpose.id().value())));
    }
    return new ZgwSettings(
        address(zgw, "zaken", mode),
        address(zgw, "catalogi", mode),
        address(zgw, "documenten", mode),
        zgw.text("clientId"),
        secret,
        zgw.choice("expand", ZgwSettings.Expand.class, ZgwSettings.Expand.QUERY),
        enterprises);
  }

  /** Without them an open panel shows what was true when it opened. */
  private static Optional<Sensitive<String>> notifications(ConfigSection zgw) {
    if (!zgw.has("notificationSecret")) {
      return Optional.empty();
    }
    Optional<Sensitive<String>> secret =
        zgw.secret("notificationSecret")
            .filter(given ->
                given.reveal().getBytes(StandardCharsets.UTF_8).length
                    >= CaseHints.MIN_SECRET_BYTES);
    if (secret.isEmpty()) {
      zgw.error("notificationSecret", "must have 32 bytes or more");
    }
    return secret;
  }

  /** Needed as soon as a purpose reads the population register. */
  /** Enterprises whose cases are of their branch or their RSIN cannot be found by this number. */
  private static boolean asksKvkNumberAlone(Purpose purpose) {
    Set<String> keys =
        purpose.asked().stream()
            .flatMap(group -> group.alternatives().stream())
            .flatMap(List::stream)
            .map(PolicyAttribute::key)
            .collect(Collectors.toSet());
    return keys.contains(PolicyAttribute.KVK)
        && !keys.contains(PolicyAttribute.RSIN)
        && !keys.contains(PolicyAttribute.BRANCH);
  }

  private static Optional<BrpSettings> brp(ConfigSection cases, PurposePolicy policy, Mode mode) {
    List<PurposeId> asking =
        policy.purposes().stream()
            .filter(purpose -> !purpose.registerFields().isEmpty())
            .map(Purpose::id)
            .toList();
    Optional<ConfigSection> section = cases.optionalSection("brp");
    if (section.isEmpty()) {
      if (!asking.isEmpty()) {
        cases.warning("brp", "is missing: " + asking + " are shown without the register");
      }
      return Optional.empty();
    }
    ConfigSection brp = section.get();
    Map<PurposeId, Map<String, String>> byPurpose = new HashMap<>();
    for (ConfigSection each : brp.sections("purposes")) {
      each.optionalValue("id", "the id of a purpose", PurposeId::new)
          .ifPresent(id -> byPurpose.put(id, headers(each)));
    }
    for (PurposeId id : asking) {
      if (!byPurpose.containsKey(id)) {
        brp.error("purposes", "\"" + id.value() + "\" reads the register and is not listed");
      }
    }
    return Optional.of(
        new BrpSettings(
            address(brp, "url", mode),
            brp.has("apiKey") ? brp.secret("apiKey") : Optional.empty(),
            headers(brp),
            byPurpose,
            brp.optionalText("staffHeader").flatMap(name -> headerName(brp, name)),
            partnerTls(brp, mode)));
  }

  /** Gateways to the register know their callers by a certificate. */
  private static Optional<PartnerTls> partnerTls(ConfigSection brp, Mode mode) {
    Optional<Path> keystore = brp.existingFile("clientKeystore");
    Optional<Path> trust = brp.existingFile("trust");
    if (brp.has("clientKeystore") != brp.has("clientPassword")) {
      brp.error("clientPassword", "and clientKeystore belong together");
      return Optional.empty();
    }
    Optional<String> password =
        brp.has("clientPassword")
            ? brp.secret("clientPassword").map(Sensitive::reveal)
            : Optional.empty();
    if ((keystore.isEmpty() || password.isEmpty()) && trust.isEmpty()) {
      return Optional.empty(); // nothing is asked, or its fault is named already
    }
    keystore.ifPresent(file -> brp.judgeRights("clientKeystore", file, weight(mode)));
    Optional<PartnerTls.Identity> identity =
        keystore.flatMap(file -> password.map(word -> new PartnerTls.Identity(file, word)));
    return switch (PartnerTls.of(identity, trust)) {
      case PartnerTls.Result.Usable(PartnerTls tls, var expires) -> {
        expires.ifPresent(
            end -> brp.right("clientKeystore", "client certificate, valid until " + end));
        yield Optional.of(tls);
      }
      case PartnerTls.Result.Refused(String key, String sentence) -> {
        brp.error(key, sentence);
        yield Optional.empty();
      }
    };
  }

  private static Map<String, String> headers(ConfigSection section) {
    Map<String, String> headers = new HashMap<>();
    for (ConfigSection each : section.sections("headers")) {
      String name = each.text("name");
      String value = each.text("value");
      if (headerName(each, name).isPresent() && value.matches("[\\x20-\\x7e]*")) {
        headers.put(name, value);
      } else {
        each.error("value", "a header has a name of letters and a value of printable ASCII");
      }
    }
    return headers;
  }

  private static Optional<String> headerName(ConfigSection section, String name) {
    if (name.matches("[A-Za-z0-9-]{1,100}")) {
      return Optional.of(name);
    }
    section.error("name", "letters, digits and hyphens");
    return Optional.empty();
  }

  private static URI address(ConfigSection section, String key, Mode mode) {
    Optional<URI> address = section.webAddress(key);
    if (address.isEmpty()) {
      if (!section.has(key)) {
        section.error(key, "is missing");
      }
      return NOWHERE;
    }
    if (mode == Mode.PRODUCTION && !"https".equals(address.get().getScheme())) {
      section.error(key, "must be https: it carries identities and secrets");
    }
    return address.get();
  }

  private static Path keyFile(
      ConfigSection section, String key, Mode mode, Function<Path, KeyFiles.Judgement> judge) {
    Optional<Path> file = mode == Mode.DEMO ? section.file(key) : section.existingFile(key);
    if (!section.has(key)) {
      section.error(key, "is missing");
    }
    file.ifPresent(each -> {
      switch (judge.apply(each)) {
        case KeyFiles.Judgement.Usable(String sentence) -> section.right(key, sentence);
        case KeyFiles.Judgement.Unusable(String sentence) -> section.error(key, sentence);
      }
      section.judgeRights(key, each, weight(mode));
    });
    return file.orElse(Path.of(key));
  }

  private static Finding.Grade weight(Mode mode) {
    return mode == Mode.PRODUCTION ? Finding.Grade.ERROR : Finding.Grade.WARNING;
  }

  private static <T> Optional<T> pem(
      ConfigSection section, String key, Path file, Function<String, T> parse) {
    try {
      Optional<String> text = content(file);
      if (text.isEmpty()) {
        section.error(key, "cannot be read: " + file);
      }
      Optional<T> parsed = text.map(parse);
      parsed.ifPresent(right -> section.right(key, "RSA key of 2048 bits or more"));
      return parsed;
    } catch (IllegalArgumentException wrong) {
      section.error(key, "holds no RSA key of 2048 bits or more as PEM (SPKI or PKCS #8)");
      return Optional.empty();
    }
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static String builtIn() {
    try (InputStream in = CounterConfig.class.getResourceAsStream("/policy/demo.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the built-in policy is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("the built-in policy cannot be read", unreadable);
    }
  }

  private static ContactsSettings contacts(ConfigSection section, Mode mode) {
    Sensitive<String> token =
        section
            .secret("token")
            .filter(given -> given.reveal().matches("[\\x21-\\x7e]{8,200}"))
            .orElseGet(() -> {
              section.error(
                  "token",
                  "is needed: 8 to 200 signs; ask who runs the customer-interaction system");
              return Sensitive.of("");
            });
    Optional<ConfigSection> channels = section.optionalSection("channels");
    Map<Channel, String> names = new EnumMap<>(Channel.class);
    names.put(Channel.VIDEO, channel(channels, "video", "Beeldbellen"));
    names.put(Channel.CHAT, channel(channels, "chat", "Chat"));
    names.put(Channel.PHONE, channel(channels, "phone", "Telefoon"));
    ConfigSection team = section.section("team");
    ContactsSettings settings =
        new ContactsSettings(
            address(section, "url", mode),
            token,
            section.duration(
                "timeout", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60)),
            names,
            channel(channels, "form", "Webformulier"),
            section.choice(
                "metadata", ContactsSettings.Metadata.class, ContactsSettings.Metadata.SENT),
            new ContactsSettings.Team(
                team.choice("kind", ContactsSettings.Kind.class, ContactsSettings.Kind.GROUP),
                bounded(team, "id"),
                bounded(team, "name")),
            section.optionalValue(
                "mailDomain", "a domain such as gemeente.example", CounterConfig::domain));
    section.right("url", settings.base() + ", call-backs to " + settings.team().name());
    return settings;
  }

  private static String channel(Optional<ConfigSection> channels, String key, String usual) {
    String name = channels.map(section -> section.text(key, usual)).orElse(usual);
    if (name.length() > ContactsSettings.MAX_CHANNEL_CHARS) {
      channels.ifPresent(section ->
          section.error(key, "may have " + ContactsSettings.MAX_CHANNEL_CHARS + " signs"));
    }
    return name;
  }

  /** Open Klant's limit of names and ids of actors. */
  private static String bounded(ConfigSection section, String key) {
    final int longest = 200;
    String text = section.text(key);
    if (text.length() > longest) {
      section.error(key, "may have " + longest + " signs");
    }
    return text;
  }

  private static String domain(String text) {
    if (!text.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
      throw new IllegalArgumentException("not a domain");
    }
    return text;
  }
}
