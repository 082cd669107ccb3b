package nl.digitalebalie.server.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.identity.KeyPairFile;
import nl.digitalebalie.server.identity.Keys;
import nl.digitalebalie.server.link.LinkTrust;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.witness.HeadBook;
import nl.digitalebalie.witness.HeadFile;
import nl.digitalebalie.witness.HeadKey;
import nl.digitalebalie.witness.HttpWitness;
import nl.digitalebalie.witness.SignedHead;
import nl.digitalebalie.witness.Witness;
import nl.digitalebalie.witness.WitnessedHead;

/**
 * The section {@code audit.witness}: who keeps the heads of the audit log.
 *
 * @param keyFile what heads are signed with; another key than the gate's
 * @param every how long a row waits for a head at most
 */
public record WitnessConfig(Path keyFile, Target target, Duration every) {
  /** Where heads go. */
  public sealed interface Target {
    /** A file, best on a medium that this machine can only add to. */
    record File(Path file) implements Target {}

    /** The witness program. */
    record Program(URI base, ECPublicKey key, Optional<SSLContext> trust) implements Target {}
  }

  /** Empty, with a finding, when it cannot be used. */
  public static Optional<WitnessConfig> read(ConfigSection section, Mode mode) {
    Finding.Grade weight = mode == Mode.PRODUCTION ? Finding.Grade.ERROR : Finding.Grade.WARNING;
    Optional<Path> keyFile =
        mode == Mode.PRODUCTION ? section.existingFile("keyFile") : section.file("keyFile");
    if (!section.has("keyFile")) {
      section.error("keyFile", "is missing: what heads of the audit log are signed with");
    }
    keyFile.ifPresent(file -> {
      KeyPairFile.fault(file)
          .ifPresentOrElse(
              fault -> section.error("keyFile", fault),
              () -> section.right("keyFile", "P-256 key pair"));
      section.judgeRights("keyFile", file, weight);
    });
    Duration every =
        section.duration(
            "every", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1));
    Optional<Target> target = target(section, mode);
    return keyFile.flatMap(file -> target.map(each -> new WitnessConfig(file, each, every)));
  }

  private static Optional<Target> target(ConfigSection section, Mode mode) {
    if (section.has("url") == section.has("file")) {
      section.error("url", "or file: exactly one of the two says where heads go");
      return Optional.empty();
    }
    if (section.has("file")) {
      Optional<Path> file = section.file("file");
      file.filter(each -> !KeyPairFile.isWritable(each))
          .ifPresent(each -> section.error("file", "cannot be written: " + each));
      if (mode == Mode.PRODUCTION) {
        section.warning(
            "file", "whoever owns this machine can change it; a witness elsewhere is better");
      }
      return file.map(Target.File::new);
    }
    return section.webAddress("url").flatMap(url -> program(section, url, mode));
  }

  private static Optional<Target> program(ConfigSection section, URI url, Mode mode) {
    if (mode == Mode.PRODUCTION && !"https".equals(url.getScheme())) {
      section.error("url", "must be https");
    }
    Optional<SSLContext> trust =
        section
            .existingFile("trust")
            .flatMap(file -> {
              Optional<SSLContext> read = LinkTrust.of(file);
              if (read.isEmpty()) {
                section.error("trust", "holds no certificate as PEM: " + file);
              }
              return read;
            });
    if (!section.has("witnessKeyFile")) {
      section.error("witnessKeyFile", "is missing: the public key of the witness");
    }
    return section
        .existingFile("witnessKeyFile")
        .flatMap(file -> publicKey(section, file))
        .map(key -> new Target.Program(url, key, trust));
  }

  private static Optional<ECPublicKey> publicKey(ConfigSection section, Path file) {
    try {
      ECPublicKey key = Keys.ecPublic(Files.readString(file));
      section.right("witnessKeyFile", "P-256 public key");
      return Optional.of(key);
    } catch (IOException | IllegalArgumentException noKey) {
      section.error("witnessKeyFile", "holds no public key on P-256 as PEM: " + file);
      return Optional.empty();
    }
  }

  /** The public half of the key that signs heads, from the file beside it. */
  public ECPublicKey publicKey() throws IOException {
    try {
      return Keys.ecPublic(Files.readString(KeyPairFile.publicFile(keyFile)));
    } catch (IllegalArgumentException noKey) {
      throw new IOException("holds no key: " + KeyPairFile.publicFile(keyFile), noKey);
    }
  }

  /** What the witness countersigns with, where it is a program. */
  public Optional<ECPublicKey> witnessKey() {
    return switch (target) {
      case Target.File file -> Optional.empty();
      case Target.Program program -> Optional.of(program.key());
    };
  }

  /**
   * The way to the witness, for the server.
   *
   * @throws IOException when the file cannot be used, or another server uses it
   */
  public Witness open(String chain, ECPublicKey key, InstantSource clock) throws IOException {
    return switch (target) {
      case Target.File(Path file) ->
          HeadBook.open(file, Map.of(chain, key), Optional.empty(), clock);
      case Target.Program program ->
          new HttpWitness(program.base(), program.key(), program.trust());
    };
  }

  /**
   * What the witness has of a log, the smallest head first, each signed by the log's key.
   *
   * @throws IOException when it cannot be read, or holds what the key did not sign
   */
  public List<SignedHead> heads(String chain) throws IOException {
    ECPublicKey key = publicKey();
    List<SignedHead> heads = new ArrayList<>();
    for (WitnessedHead each : told(chain)) {
      heads.add(
          HeadKey.read(key, each.head())
              .orElseThrow(() -> new IOException("the witness has a head that we did not sign")));
    }
    return heads.stream().filter(head -> head.head().chain().equals(chain)).toList();
  }

  private List<WitnessedHead> told(String chain) throws IOException {
    return switch (target) {
      case Target.File(Path file) -> Files.exists(file) ? HeadFile.read(file) : List.of();
      case Target.Program program -> {
        try (HttpWitness witness =
            new HttpWitness(program.base(), program.key(), program.trust())) {
          yield all(witness, chain);
        }
      }
    };
  }

  private List<WitnessedHead> all(HttpWitness witness, String chain) throws IOException {
    List<WitnessedHead> all = new ArrayList<>();
    long after = 0;
    List<WitnessedHead> page = witness.page(chain, after);
    while (!page.isEmpty()) {
      all.addAll(page);
      long size =
          HeadKey.read(publicKey(), page.getLast().head())
              .map(head -> head.head().size())
              .orElse(0L);
      if (size <= after) {
        throw new IOException("the witness tells its heads in no order");
      }
      after = size;
      page = witness.page(chain, after);
    }
    return all;
  }
}
