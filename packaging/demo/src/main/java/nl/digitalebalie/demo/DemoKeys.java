package nl.digitalebalie.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The keys of one demonstration, made anew each time and written into its data folder: the server's
 * request key, the look-alike's result key, the case system's shared secret.
 */
public final class DemoKeys {
  private static final int RSA_BITS = 2048;
  private static final int SECRET_BYTES = 48;
  private static final int PEM_LINE = 64;

  private final Path folder;
  private final KeyPair request;
  private final KeyPair result;
  private final String caseSecret;

  private DemoKeys(Path folder, KeyPair request, KeyPair result, String caseSecret) {
    this.folder = folder;
    this.request = request;
    this.result = result;
    this.caseSecret = caseSecret;
  }

  public static DemoKeys generate(Path folder, SecureRandom random) throws IOException {
    Files.createDirectories(folder);
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    DemoKeys keys =
        new DemoKeys(
            folder,
            rsa(random),
            rsa(random),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    keys.write();
    return keys;
  }

  private static KeyPair rsa(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK makes RSA keys", impossible);
    }
  }

  private void write() throws IOException {
    secret("irma-request.key.pem", privatePem(request));
    open("irma-request.pub.pem", publicPem(request));
    secret("irma-result.key.pem", privatePem(result));
    open("irma-result.pub.pem", publicPem(result));
    secret("zgw.secret", caseSecret);
  }

  private void open(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** For the owner's eyes only, where the file system knows owners. */
  private void secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  public RSAPublicKey requestPublicKey() {
    return (RSAPublicKey) request.getPublic();
  }

  public RSAPrivateKey resultKey() {
    return (RSAPrivateKey) result.getPrivate();
  }

  public RSAPublicKey resultPublicKey() {
    return (RSAPublicKey) result.getPublic();
  }

  public String resultPublicPem() {
    return publicPem(result);
  }

  public String caseSecret() {
    return caseSecret;
  }

  private static String privatePem(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate());
  }

  private static String publicPem(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic());
  }

  private static String pem(String label, Key key) {
    String body =
        Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
