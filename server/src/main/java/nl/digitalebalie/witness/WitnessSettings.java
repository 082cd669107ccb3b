package nl.digitalebalie.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.config.Finding;
import nl.digitalebalie.server.http.HttpSettings;
import nl.digitalebalie.server.http.TlsKeys;
import nl.digitalebalie.server.identity.KeyPairFile;
import nl.digitalebalie.server.identity.Keys;

/**
 * The witness's configuration file.
 *
 * @param file where heads are kept
 * @param keyFile made at the first start
 * @param logs by name, with the key that signs their heads
 */
record WitnessSettings(HttpSettings http, Path file, Path keyFile, Map<String, ECPublicKey> logs) {
  private static final Set<String> HERE = Set.of("127.0.0.1", "::1", "localhost");
  private static final int MAX_CONNECTIONS = 100;
  private static final int NO_SOCKETS = 1;

  static WitnessSettings read(ConfigSection root, Instant now) {
    String listen = root.text("listen", "127.0.0.1");
    Optional<SSLContext> tls = root.optionalSection("tls").flatMap(each -> tls(each, now));
    if (!HERE.contains(listen) && !root.has("tls")) {
      root.error("tls", "is missing: heads come from another machine");
    }
    Path directory = root.file("directory").orElse(Path.of("witness").toAbsolutePath());
    Path keyFile = root.file("keyFile").orElse(directory.resolve("witness-key.pem"));
    KeyPairFile.fault(keyFile)
        .ifPresentOrElse(
            fault -> root.error("keyFile", fault),
            () -> root.right("keyFile", "P-256 key pair: " + keyFile));
    root.judgeRights("keyFile", keyFile, Finding.Grade.ERROR);
    if (KeyPairFile.isWritable(directory.resolve("heads.jsonl"))) {
      root.right("directory", directory.toString());
    } else {
      root.error("directory", "cannot be written: " + directory);
    }
    return new WitnessSettings(
        new HttpSettings(
            listen,
            root.number("port", 8091, 0, 65_535),
            "127.0.0.1",
            root.number("adminPort", 8092, 0, 65_535),
            tls,
            Set.of(),
            MAX_CONNECTIONS,
            NO_SOCKETS),
        directory.resolve("heads.jsonl"),
        keyFile,
        logs(root));
  }

  private static Map<String, ECPublicKey> logs(ConfigSection root) {
    Map<String, ECPublicKey> logs = new HashMap<>();
    for (ConfigSection section : root.sections("logs")) {
      String chain = section.text("chain", "main");
      Optional<Path> file = section.existingFile("keyFile");
      if (!section.has("keyFile")) {
        section.error("keyFile", "is missing: the public key that signs this log's heads");
      }
      file.flatMap(each -> key(section, each))
          .ifPresent(key -> {
            if (logs.put(chain, key) != null) {
              section.error("chain", "is named twice");
            }
          });
    }
    if (!root.has("logs")) {
      root.error("logs", "is missing: the logs to keep the heads of");
    }
    return logs;
  }

  private static Optional<ECPublicKey> key(ConfigSection section, Path file) {
    try {
      String pem = Files.readString(file);
      if (pem.contains("PRIVATE KEY")) {
        section.error("keyFile", "holds a private key; give the witness the .pub file alone");
        return Optional.empty();
      }
      ECPublicKey key = Keys.ecPublic(pem);
      section.right("keyFile", "P-256 public key");
      return Optional.of(key);
    } catch (IOException | IllegalArgumentException noKey) {
      section.error("keyFile", "holds no public key on P-256 as PEM: " + file);
      return Optional.empty();
    }
  }

  private static Optional<SSLContext> tls(ConfigSection section, Instant now) {
    Optional<Path> certificate = section.existingFile("certificate");
    Optional<Path> key = section.existingFile("key");
    if (certificate.isEmpty() || key.isEmpty()) {
      section.error("", "needs certificate and key, both PEM");
      return Optional.empty();
    }
    section.judgeRights("key", key.get(), Finding.Grade.ERROR);
    return switch (TlsKeys.ofPem(certificate.get(), key.get(), now)) {
      case TlsKeys.Result.Usable(SSLContext context, var leaf) -> {
        section.right("certificate", "usable until " + leaf.getNotAfter().toInstant());
        yield Optional.of(context);
      }
      case TlsKeys.Result.Refused(String sentence) -> {
        section.error("certificate", sentence);
        yield Optional.empty();
      }
    };
  }
}
