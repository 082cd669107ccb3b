package nl.digitalebalie.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.canonical.CanonicalJson;

/**
 * What a resident can keep of a talk in which something was opened: what they showed, what was
 * opened, why and by which role, as the log's key signed it, and where the row of it is. Categories
 * and labels only: it holds no value, no name and no number of anybody.
 */
public record Receipt(String municipality, ConversationId conversation, List<Opened> opened) {
  static final int VERSION = 1;

  /** What keeps a signature of a receipt from being taken for one of something else. */
  private static final byte[] DOMAIN = "balie-receipt/1\n".getBytes(StandardCharsets.UTF_8);

  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  public Receipt {
    Objects.requireNonNull(municipality);
    Objects.requireNonNull(conversation);
    opened = List.copyOf(opened);
  }

  /**
   * One opening of the panel.
   *
   * @param until when it closed at the latest, as it stood then
   * @param showed labels of what the resident showed
   * @param categories what could be seen, in the resident's words
   */
  public record Opening(
      Instant at,
      Instant until,
      LocalText purpose,
      LocalText legalBasis,
      List<LocalText> showed,
      List<LocalText> categories,
      LocalText role,
      String policyHash) {
    public Opening {
      Objects.requireNonNull(at);
      Objects.requireNonNull(until);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(legalBasis);
      showed = List.copyOf(showed);
      categories = List.copyOf(categories);
      Objects.requireNonNull(role);
      Objects.requireNonNull(policyHash);
    }
  }

  /** An opening and the number of its row. */
  public record Opened(long row, Opening opening) {}

  /** What is signed. */
  Map<String, Object> statement(String chain, List<String> rowHashes) {
    List<Object> all = new ArrayList<>();
    for (int place = 0; place < opened.size(); place++) {
      all.add(statement(opened.get(place), rowHashes.get(place)));
    }
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("municipality", municipality);
    statement.put("conversation", conversation.value());
    statement.put("log", chain);
    statement.put("opened", all);
    return statement;
  }

  private static Map<String, Object> statement(Opened each, String rowHash) {
    Opening opening = each.opening();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("at", opening.at().toString());
    one.put("until", opening.until().toString());
    one.put("purpose", opening.purpose().byLanguage());
    one.put("legalBasis", opening.legalBasis().byLanguage());
    one.put("showed", texts(opening.showed()));
    one.put("categories", texts(opening.categories()));
    one.put("role", opening.role().byLanguage());
    one.put("policyHash", opening.policyHash());
    one.put("row", each.row());
    one.put("rowHash", rowHash);
    return one;
  }

  private static List<Object> texts(List<LocalText> texts) {
    return new ArrayList<>(texts.stream().map(LocalText::byLanguage).toList());
  }

  static String sign(ECPrivateKey key, Map<String, Object> statement) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(DOMAIN);
      signature.update(CanonicalJson.bytes(statement));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("keys are checked to be on P-256 when read", impossible);
    }
  }

  /**
   * Whether this key signed this.
   *
   * @throws IllegalArgumentException for a value that has no canonical form
   */
  static boolean holds(ECPublicKey key, Object statement, String signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(DOMAIN);
      signature.update(CanonicalJson.bytes(statement));
      return signature.verify(Base64.getUrlDecoder().decode(signed));
    } catch (GeneralSecurityException unusable) {
      return false;
    }
  }
}
