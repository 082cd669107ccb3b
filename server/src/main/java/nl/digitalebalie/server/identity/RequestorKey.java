package nl.digitalebalie.server.identity;

import java.security.interfaces.RSAPrivateKey;
import java.util.Objects;

/** How session requests are authenticated at the irma server ({@code auth_method}). */
public sealed interface RequestorKey {
  /** {@code publickey}: an RS256 JWT in the name of {@code requestor}; names are lower-case. */
  record Signed(String requestor, RSAPrivateKey key) implements RequestorKey {
    public Signed {
      Objects.requireNonNull(requestor);
      Objects.requireNonNull(key);
    }

    @Override
    public String toString() {
      return "Signed[" + requestor + "]";
    }
  }

  /** {@code hmac}: an HS256 JWT under a shared secret of at least 32 bytes. */
  record Shared(String requestor, byte[] secret) implements RequestorKey {
    public Shared {
      Objects.requireNonNull(requestor);
      secret = secret.clone();
    }

    @Override
    public String toString() {
      return "Shared[" + requestor + "]";
    }
  }

  /** {@code token}: the raw token in the Authorization header, without "Bearer". */
  record Token(String token) implements RequestorKey {
    public Token {
      Objects.requireNonNull(token);
    }

    @Override
    public String toString() {
      return "Token[redacted]";
    }
  }
}
