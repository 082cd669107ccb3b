package nl.digitalebalie.protocol.identity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** What the staff client verifies by itself, with keys that the administrator pinned. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "means")
@JsonSubTypes({@Type(name = "irma", value = Evidence.Irma.class)})
public sealed interface Evidence {

  /**
   * The result JWT of an irma server. The client checks its signature, that SHA-256 of its {@code
   * token} is the hash that was announced when the disclosure started, and that the attributes are
   * those of the purpose.
   */
  record Irma(Sensitive<String> resultJwt) implements Evidence {
    public Irma {
      Objects.requireNonNull(resultJwt);
    }
  }
}
