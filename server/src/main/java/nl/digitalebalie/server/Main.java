package nl.digitalebalie.server;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import nl.digitalebalie.server.audit.AuditCommand;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.config.Findings;
import nl.digitalebalie.server.counter.CounterConfig;
import nl.digitalebalie.server.counter.StartFailure;
import nl.digitalebalie.server.counter.SubjectCommand;
import nl.digitalebalie.server.staff.PasswordHash;
import nl.digitalebalie.server.subject.DataSubject;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The server's command line. */
public final class Main {
  private static final int WRONG_USE = 2;
  private static final int UNUSABLE = 1;

  /** Not 1: that says that the audit trail is broken. */
  private static final int UNREADABLE = 3;

  private static final String USAGE =
      """
      usage: server --config FILE [--role all|relay|counter] [--check] [--data DIR] [--port N] [--admin-port N]
             audit verify --config FILE [--role counter]
                                           checks that the audit trail is whole
             audit verify --export FILE --key FILE [--witness-key FILE]
                                           checks an export by itself
             audit export --config FILE [--role counter] --from DAY --to DAY --out FILE
                                           writes a period with its proofs
             audit subject --config FILE [--role counter] --bsn-file FILE|--bsn-stdin|--kvk NUMBER
                   [--with-staff] [--json FILE] [--language nl|en]
                                           answers who opened whose data
             receipt verify FILE --key FILE [--witness-key FILE]
                                           checks what a resident kept of a talk
             site --config FILE --out DIR  writes the resident's page for another web server
             hash-password                 reads a password and prints what belongs in the configuration
      """;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Deque<String> words = new ArrayDeque<>(List.of(arguments));
    if (words.isEmpty()) {
      System.err.print(USAGE);
      System.exit(WRONG_USE);
    }
    switch (words.peekFirst()) {
      case "hash-password" -> hashPassword(System.out);
      case "audit" -> {
        words.removeFirst();
        System.exit(audit(AuditOptions.parse(words)));
      }
      case "receipt" -> {
        words.removeFirst();
        System.exit(audit(AuditOptions.receipt(words)));
      }
      case "site" -> {
        words.removeFirst();
        System.exit(site(words));
      }
      case "server" -> {
        words.removeFirst();
        serve(words);
      }
      default -> serve(words);
    }
  }

  // Serving

  private record Options(
      Optional<Path> config,
      Optional<Path> out,
      Role role,
      boolean check,
      ServerConfig.Overrides overrides) {}

  private static Options options(Deque<String> words) {
    Optional<Path> config = Optional.empty();
    Optional<Path> out = Optional.empty();
    Role role = Role.ALL;
    Optional<Path> data = Optional.empty();
    Optional<Integer> port = Optional.empty();
    Optional<Integer> admin = Optional.empty();
    boolean check = false;
    while (!words.isEmpty()) {
      switch (words.removeFirst()) {
        case "--config" -> config = Optional.of(Path.of(words.removeFirst()));
        case "--out" -> out = Optional.of(Path.of(words.removeFirst()));
        case "--role" -> role = Role.parse(words.removeFirst());
        case "--data" -> data = Optional.of(Path.of(words.removeFirst()));
        case "--port" -> port = Optional.of(Integer.valueOf(words.removeFirst()));
        case "--admin-port" -> admin = Optional.of(Integer.valueOf(words.removeFirst()));
        case "--check" -> check = true;
        default -> throw new IllegalArgumentException("an unknown option");
      }
    }
    return new Options(config, out, role, check, new ServerConfig.Overrides(data, port, admin));
  }

  private static void serve(Deque<String> words) throws IOException {
    Options options;
    try {
      options = options(words);
    } catch (IllegalArgumentException | java.util.NoSuchElementException wrong) {
      System.err.print(USAGE);
      System.exit(WRONG_USE);
      return;
    }
    if (options.config().isEmpty() || options.out().isPresent()) {
      System.err.print(USAGE);
      System.exit(WRONG_USE);
    }
    Clock clock = Clock.systemUTC();
    Findings findings = new Findings();
    ConfigSection root = root(options, findings);
    if (!findings.usable()) {
      // A file that cannot be read has no keys to judge: its one fault would drown.
      System.out.print(findings.table());
      System.err.println("The configuration cannot be used; nothing was started.");
      System.exit(UNUSABLE);
    }
    ServerConfig config =
        ServerConfig.read(root, options.role(), options.overrides(), clock.instant());
    config.root().refuseUnknownKeys();
    Ports.judge(config, options.check() ? Finding.Grade.WARNING : Finding.Grade.ERROR);
    System.out.print(findings.table());
    if (!findings.usable()) {
      System.err.println("The configuration cannot be used; nothing was started.");
      System.exit(UNUSABLE);
    }
    if (!options.check()) {
      run(config, clock);
    }
  }

  private static ConfigSection root(Options options, Findings findings) {
    return ConfigSection.ofFile(
        options.config().orElseThrow(), findings, name -> Optional.ofNullable(System.getenv(name)));
  }

  private static void run(ServerConfig config, Clock clock) throws IOException {
    Wiring wiring;
    try {
      wiring = Wiring.start(config, clock, new SecureRandom());
    } catch (StartFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(UNUSABLE);
      return;
    } catch (UncheckedIOException refused) {
      // an address that is taken, a key or a page that cannot be read or written
      System.err.println("The server did not start: " + refused.getMessage());
      System.exit(UNUSABLE);
      return;
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(wiring::close));
    System.out.println(
        "ready "
            + wiring.publicUrl()
            + " admin port "
            + wiring.adminPort()
            + " role "
            + config.role().word());
  }

  // The audit trail

  private static int audit(Optional<AuditOptions> options) {
    if (options.isEmpty()) {
      System.err.print(USAGE);
      return WRONG_USE;
    }
    return switch (options.get()) {
      case AuditOptions.VerifyExport each ->
          AuditCommand.verifyExport(each.file(), each.key(), each.witnessKey(), System.out);
      case AuditOptions.Subject each -> subject(each);
      case AuditOptions.VerifyReceipt each ->
          AuditCommand.verifyReceipt(each.file(), each.key(), each.witnessKey(), System.out);
      case AuditOptions.Verify each -> withAudit(each.config(), each.role(), AuditCommand::verify);
      case AuditOptions.Export each ->
          withAudit(
              each.config(),
              each.role(),
              command -> command.export(each.from(), each.until(), each.out()));
    };
  }

  private static int withAudit(Path file, Role role, ToIntFunction<AuditCommand> work) {
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofFile(file, findings, name -> Optional.ofNullable(System.getenv(name)));
    if (!findings.usable()) {
      System.err.print(findings.table());
      return UNREADABLE;
    }
    ServerConfig config =
        ServerConfig.read(root, role, ServerConfig.Overrides.none(), Clock.systemUTC().instant());
    boolean named = root.optionalSection("audit").filter(each -> each.has("witness")).isPresent();
    if (named && config.counter().flatMap(CounterConfig::witness).isEmpty()) {
      // without its witness the trail would look better than it is
      System.err.print(findings.table());
      return UNREADABLE;
    }
    return work.applyAsInt(
        new AuditCommand(
            config.store(),
            config.counter().map(CounterConfig::auditChain).orElse("main"),
            config.counter().flatMap(CounterConfig::witness),
            System.out));
  }

  private static int subject(AuditOptions.Subject asked) {
    Optional<DataSubject> subject;
    try {
      subject = subjectOf(asked);
    } catch (IOException unreadable) {
      System.err.println("the number cannot be read");
      return UNREADABLE;
    }
    if (subject.isEmpty()) {
      System.err.println("that is no citizen service number: nine digits that pass the 11-test");
      return WRONG_USE;
    }
    Findings findings = new Findings();
    ConfigSection root =
        ConfigSection.ofFile(
            asked.config(), findings, name -> Optional.ofNullable(System.getenv(name)));
    Clock clock = Clock.systemUTC();
    Optional<ServerConfig> config =
        findings.usable()
            ? Optional.of(
                ServerConfig.read(
                    root, asked.role(), ServerConfig.Overrides.none(), clock.instant()))
            : Optional.empty();
    Optional<CounterConfig> counter = config.flatMap(ServerConfig::counter);
    if (counter.isEmpty() || counter.get().policy().purposes().isEmpty()) {
      System.err.print(findings.table());
      return UNREADABLE;
    }
    return new SubjectCommand(
            config.get().store(),
            counter.get(),
            new SubjectCommand.Question(
                subject.get(), asked.staff(), asked.json(), asked.language()),
            clock,
            System.out)
        .run();
  }

  private static Optional<DataSubject> subjectOf(AuditOptions.Subject asked) throws IOException {
    if (asked.kvk().isPresent()) {
      return asked.kvk().map(number -> new DataSubject.Enterprise(number, Optional.empty()));
    }
    if (asked.bsnFile().isEmpty()) {
      return SubjectCommand.person(System.in);
    }
    try (InputStream in = Files.newInputStream(asked.bsnFile().get())) {
      return SubjectCommand.person(in);
    }
  }

  private static Options nothing() {
    return new Options(
        Optional.empty(), Optional.empty(), Role.ALL, false, ServerConfig.Overrides.none());
  }

  // The page for another web server

  private static int site(Deque<String> words) {
    Options options;
    try {
      options = options(words);
    } catch (IllegalArgumentException | java.util.NoSuchElementException wrong) {
      options = nothing();
    }
    if (options.config().isEmpty() || options.out().isEmpty()) {
      System.err.print(USAGE);
      return WRONG_USE;
    }
    Findings findings = new Findings();
    ConfigSection root = root(options, findings);
    return switch (SiteCommand.run(root, options.out().get())) {
      case SiteCommand.Written(String summary) -> {
        System.out.println(summary);
        yield 0;
      }
      case SiteCommand.Refused(String sentence) -> {
        System.err.print(findings.table());
        System.err.println(sentence);
        yield UNUSABLE;
      }
    };
  }

  // Passwords

  private static void hashPassword(PrintStream out) throws IOException {
    char[] password = password();
    if (password.length < 8) {
      System.err.println("A password has at least 8 characters.");
      System.exit(WRONG_USE);
    }
    out.println(PasswordHash.of(password, new SecureRandom()).text());
  }

  private static char[] password() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      return console.readPassword("Password: ");
    }
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    return Optional.ofNullable(input.readLine()).orElse("").toCharArray();
  }
}
